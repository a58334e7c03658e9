using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime;

/// <summary>
/// Says of each signer whether its certificate is trusted and how it relates to the sender's address. A card's certificate names a person
/// by national identifier and no address, so the binding comes from the certificate, else from the directory, else from the caller.
/// </summary>
internal sealed class SignerBinding(SecureMailboxOptions options, string? expectedNationalId, DateTimeOffset time)
{
    private readonly CertificatePathValidator _validator = new(options.Anchors);

    /// <summary>Whether the directory was asked and failed.</summary>
    public bool DirectoryFailed { get; private set; }

    /// <summary>States what is known of a signer.</summary>
    /// <param name="facts">The signer as verified.</param>
    /// <param name="given">The certificates of the message.</param>
    /// <param name="from">The sender's address, or null.</param>
    /// <param name="mayAsk">Whether the directory may be asked: not for a message that no answer makes valid.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<SignerStatement> StateAsync(
        SignerReport facts, IReadOnlyList<Certificate> given, EmailAddress? from, bool mayAsk, CancellationToken cancellationToken)
    {
        if (facts.Certificate is not { } certificate)
        {
            return new SignerStatement(facts, null, from is null ? AddressMatch.NoSender : AddressMatch.Unbound);
        }

        CertificatePath path = _validator.Validate(certificate, given, time, PathPurpose.MailSignature);
        AddressMatch match = from is null ? AddressMatch.NoSender
            : certificate.EmailAddresses.Count > 0 && !Names(certificate, from) ? AddressMatch.Different
            : expectedNationalId is not null ? (NationalIdOf(certificate) == expectedNationalId ? AddressMatch.Caller : AddressMatch.Different)
            : certificate.EmailAddresses.Count > 0 ? AddressMatch.Certificate
            : mayAsk && facts.IsIntact && path.IsValid ? await AskDirectoryAsync(certificate, from, cancellationToken).ConfigureAwait(false)
            : AddressMatch.Unbound;
        return new SignerStatement(facts, path, match);
    }

    private static bool Names(Certificate certificate, EmailAddress from) =>
        certificate.EmailAddresses.Any(a => EmailAddress.TryParse(a, out EmailAddress? address) && address.Equals(from));

    private static string? NationalIdOf(Certificate certificate) => (certificate.Identity.NationalId ?? certificate.Identity.StructureId)?.Value;

    // The directory binds when it publishes for the address the signer's own certificate, or a trusted one of the same national identifier.
    private async ValueTask<AddressMatch> AskDirectoryAsync(Certificate signer, EmailAddress from, CancellationToken cancellationToken)
    {
        if (options.Directory is not { } directory)
        {
            return AddressMatch.Unbound;
        }

        DirectoryAnswer answer;
        try
        {
            answer = await directory.FindAsync(from, cancellationToken).ConfigureAwait(false);
        }
        catch (CpsException)
        {
            DirectoryFailed = true;
            return AddressMatch.Unbound;
        }

        string? id = NationalIdOf(signer);
        bool namesSomebodyElse = false;
        foreach ((DirectoryEntry entry, Certificate published) in answer.Entries.SelectMany(e => e.Certificates.Select(c => (e, c))))
        {
            if (published.EmailAddresses.Count > 0
                ? !Names(published, from)
                : !entry.Addresses.Any(a => EmailAddress.TryParse(a, out EmailAddress? address) && address.Matches(from)))
            {
                // Not about this address, whatever the directory says: what a certificate names goes before what its entry names.
                continue;
            }

            if (published.Equals(signer))
            {
                return AddressMatch.Directory;
            }

            if (NationalIdOf(published) is { } publishedId && _validator.Validate(published, [], time, PathPurpose.Any).IsValid)
            {
                if (publishedId == id)
                {
                    return AddressMatch.Directory;
                }

                namesSomebodyElse = true;
            }
        }

        return namesSomebodyElse ? AddressMatch.Different : AddressMatch.Unbound;
    }
}
