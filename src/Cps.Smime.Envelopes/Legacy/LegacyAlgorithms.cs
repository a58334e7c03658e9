namespace Cps.Smime.Envelopes;

/// <summary>
/// Algorithms of old mail that one call of <see cref="CmsReader.OpenAsync(Stream, CmsLimits?, LegacyAlgorithms, CancellationToken)"/>
/// allows to be read. None is on by default, none is ever written, and the reports say what was weak (docs/defaults.md).
/// </summary>
[Flags]
public enum LegacyAlgorithms
{
    /// <summary>Nothing old.</summary>
    None = 0,

    /// <summary>Triple-DES-CBC content encryption: what S/MIME 2 and 3 wrote by default until about 2010.</summary>
    TripleDesCbc = 1,

    /// <summary>DES-CBC content encryption: 56 bits, broken by search.</summary>
    DesCbc = 2,

    /// <summary>RC2-CBC content encryption with 40, 64 or 128 bits.</summary>
    Rc2Cbc = 4,

    /// <summary>MD5 as a digest of signatures, verified and always reported as weak.</summary>
    Md5Signatures = 8,

    /// <summary>All of these.</summary>
    All = TripleDesCbc | DesCbc | Rc2Cbc | Md5Signatures,
}
