using Cps.Smime.Certificates;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>A signed message.</summary>
/// <param name="Section">The part of the matrix.</param>
/// <param name="Key">The kind of key, as <see cref="MatrixPki"/> names it.</param>
/// <param name="Algorithm">The signature algorithm.</param>
/// <param name="IsDetached">Whether the message carries no content.</param>
/// <param name="Signers">How many sign, each with a key of that kind.</param>
internal sealed record SignatureCombination(string Section, string Key, SignatureAlgorithm Algorithm, bool IsDetached, int Signers)
    : Combination(Section, $"{Name(Key, Algorithm)}, {(IsDetached ? "detached" : "opaque")}, {(Signers == 1 ? "one signer" : "two signers")}")
{
    /// <summary>The names of the keys that sign.</summary>
    public IEnumerable<string> Keys => Enumerable.Range(1, Signers).Select(i => $"{Key}/{i}");

    private static string Name(string key, SignatureAlgorithm algorithm) => algorithm.Family == SignatureFamily.Ecdsa ? $"ECDSA {key} {algorithm.Digest}" : algorithm.ToString();
}
