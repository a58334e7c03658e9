using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>A message of one of the smaller content types: compressed, digested, encrypted with a known key, certificates only.</summary>
/// <param name="Section">The part of the matrix.</param>
/// <param name="Type">The content type; SignedData for certificates only.</param>
/// <param name="Algorithm">The digest or the cipher, or empty.</param>
/// <param name="EncodingName">DER or BER.</param>
internal sealed record ContentCombination(string Section, CmsContentType Type, string Algorithm, string EncodingName)
    : Combination(Section, string.Join(", ", new[] { Name(Type), Algorithm, EncodingName }.Where(s => s.Length > 0)))
{
    private static string Name(CmsContentType type) => type == CmsContentType.SignedData ? "certificates only" : type.ToString();
}
