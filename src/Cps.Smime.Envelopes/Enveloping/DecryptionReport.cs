using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>What is known of an envelope after it was opened.</summary>
/// <param name="Recipient">The certificate whose key opened it.</param>
/// <param name="KeyTransport">How the content key was encrypted.</param>
/// <param name="ContentEncryption">The content encryption.</param>
/// <param name="IsAuthenticated">
/// Whether the envelope itself proves that its content is whole. False for CBC: such content may have been altered on its way, and only a
/// signature inside can tell.
/// </param>
public sealed record DecryptionReport(Certificate Recipient, KeyTransportAlgorithm KeyTransport, ContentEncryption ContentEncryption, bool IsAuthenticated)
{
    /// <summary>What was weak: the cipher of old mail, or a recipient's RSA key of less than 2048 bits. Empty for everything written today.</summary>
    public IReadOnlyList<LegacyWeakness> LegacyWeaknesses => Envelopes.LegacyWeaknesses.Of(ContentEncryption, Recipient);
}
