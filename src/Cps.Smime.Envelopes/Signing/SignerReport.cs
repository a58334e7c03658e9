using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>What verifying one signer gave. Facts only: whether the certificate is to be believed is for the reader of the report.</summary>
/// <param name="Signer">The signer as it stands in the message.</param>
/// <param name="Certificate">The signer's certificate from the message, or null.</param>
/// <param name="Algorithm">The signature algorithm, or null when it is unknown.</param>
/// <param name="Problems">Empty exactly when content, signed attributes and signature agree.</param>
public sealed record SignerReport(SignerInfo Signer, Certificate? Certificate, SignatureAlgorithm? Algorithm, IReadOnlyList<SignatureProblem> Problems)
{
    /// <summary>Whether the content is what the holder of <see cref="Certificate"/>'s key signed.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>
    /// One report for each counter-signature of this signer (RFC 5652 section 11.4): its content is the signature value. They say nothing
    /// about the content of the message, and anybody may have taken one away.
    /// </summary>
    public IReadOnlyList<SignerReport> CounterSignatures { get; init; } = [];

    /// <summary>What was weak: an old digest, or an RSA key of less than 2048 bits. Only the digest makes a signature not intact.</summary>
    public IReadOnlyList<LegacyWeakness> LegacyWeaknesses => Envelopes.LegacyWeaknesses.Of(Signer.Digest, Certificate);

    /// <summary>The signing time that the signer claims; it proves nothing.</summary>
    public DateTimeOffset? ClaimedSigningTime => Signer.SignedAttributes?.SigningTime;
}
