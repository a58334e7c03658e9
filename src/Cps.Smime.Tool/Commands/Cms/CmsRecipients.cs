using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Commands;

/// <summary>For whom a message is encrypted, as the command line says it.</summary>
/// <param name="Files">The certificates.</param>
/// <param name="PasswordFile">A file with a password that opens the message too, or null.</param>
/// <param name="KeyTransport">How the content key is encrypted to RSA keys.</param>
/// <param name="Trust">The authorities that judge the certificates, or null to take them as they are.</param>
/// <param name="At">When they must be valid; null for now.</param>
internal sealed record CmsRecipients(IReadOnlyList<string> Files, string? PasswordFile, KeyTransportAlgorithm KeyTransport, string? Trust, DateTimeOffset? At)
{
    /// <summary>The files, each with its option.</summary>
    public IEnumerable<(string Option, string? Path)> Inputs => [("--message-password", PasswordFile), ("--trust", Trust), .. Files.Select(f => ("--recipient", (string?)f))];

    /// <summary>Reads the certificates and judges them where that was asked for.</summary>
    /// <exception cref="CpsException">KeyUnusable, or PlanIncomplete for a certificate that is not good for encrypting.</exception>
    public async Task<List<EnvelopeRecipient>> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Certificate> certificates = await RecipientFile.ReadAllAsync(Files, cancellationToken);
        if (Trust is not null)
        {
            CertificatePathValidator validator = new(CommonOptions.LoadAnchors(Trust));
            DateTimeOffset time = At ?? TimeProvider.System.GetUtcNow();
            foreach (CertificatePath path in certificates.Select(c => validator.Validate(c, [], time, PathPurpose.MailEncryption)).Where(p => !p.IsValid))
            {
                throw new CpsException(
                    CpsErrorCode.PlanIncomplete, $"a recipient's certificate is not good for encrypting ({string.Join(", ", path.Problems)})",
                    path.Certificates[0].Subject.ToString(), "Ask the correspondent for a valid certificate");
            }
        }

        return [.. certificates.Distinct().Select(c => EnvelopeRecipient.For(c, KeyTransport))];
    }
}
