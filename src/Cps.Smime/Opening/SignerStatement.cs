using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime;

/// <summary>What is known of one signer. Immutable.</summary>
/// <param name="Facts">Integrity and algorithms, as verified.</param>
/// <param name="Path">The path of the certificate to an anchor, or what is wrong with it; null without a certificate.</param>
/// <param name="AddressMatch">How the signer relates to the sender's address.</param>
public sealed record SignerStatement(SignerReport Facts, CertificatePath? Path, AddressMatch AddressMatch)
{
    /// <summary>Whether the content is what this signer signed.</summary>
    public bool IsIntact => Facts.IsIntact;

    /// <summary>Whether the certificate has a valid path to an anchor at the time of receipt.</summary>
    public bool IsTrusted => Path is { IsValid: true };

    /// <summary>Who the certificate says signed; a claim unless <see cref="IsIntact"/> and <see cref="IsTrusted"/>.</summary>
    public CertificateIdentity? Identity => Facts.Certificate?.Identity;

    /// <summary>The signing time that the signer claims: shown, never believed.</summary>
    public DateTimeOffset? ClaimedTime => Facts.ClaimedSigningTime;
}
