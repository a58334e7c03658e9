using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>A certificate that was read from a card, before any PIN.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Role">What it is for, from its key usages; its label only helps where they say nothing.</param>
/// <param name="CanDecrypt">Whether its key usages allow opening letters, whatever else they allow.</param>
/// <param name="Label">The object's label (CKA_LABEL).</param>
/// <param name="Id">The object's identifier (CKA_ID), which its private key has too.</param>
public sealed record CardCertificate(Certificate Certificate, CardCertificateRole Role, bool CanDecrypt, string Label, ReadOnlyMemory<byte> Id)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string SmartCardLogon = "1.3.6.1.4.1.311.20.2.2";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    /// <summary>Role, label and subject.</summary>
    public override string ToString() => $"{Role}: {Label} ({Certificate.Subject})";

    internal static CardCertificate Of(Certificate certificate, string label, byte[] id)
    {
        KeyUsages usage = certificate.KeyUsage ?? KeyUsages.None;
        bool canDecrypt = !certificate.IsAuthority && (usage & (KeyUsages.KeyEncipherment | KeyUsages.KeyAgreement | KeyUsages.DataEncipherment)) != 0
            && certificate.AllowsExtendedUsage(EmailProtection);
        return new CardCertificate(certificate, RoleOf(certificate, usage, canDecrypt, label), canDecrypt, label, id);
    }

    private static CardCertificateRole RoleOf(Certificate certificate, KeyUsages usage, bool canDecrypt, string label)
    {
        if (certificate.IsAuthority)
        {
            return CardCertificateRole.Other;
        }

        if ((usage & KeyUsages.NonRepudiation) != 0)
        {
            return CardCertificateRole.Signature;
        }

        if ((usage & KeyUsages.DigitalSignature) != 0)
        {
            return Names(certificate, EmailProtection) ? CardCertificateRole.Signature
                : Names(certificate, ClientAuthentication) || Names(certificate, SmartCardLogon) ? CardCertificateRole.Authentication
                : certificate.ExtendedKeyUsages is null ? ByLabel(label, CardCertificateRole.Signature)
                : CardCertificateRole.Other;
        }

        return canDecrypt ? CardCertificateRole.Decryption
            : certificate.KeyUsage is null ? ByLabel(label, Names(certificate, EmailProtection) ? CardCertificateRole.Signature : CardCertificateRole.Other)
            : CardCertificateRole.Other;
    }

    private static bool Names(Certificate certificate, string usage) =>
        certificate.ExtendedKeyUsages is { } usages && usages.Contains(usage, StringComparer.Ordinal);

    private static CardCertificateRole ByLabel(string label, CardCertificateRole otherwise) =>
        label.Contains("Authentification", StringComparison.OrdinalIgnoreCase) ? CardCertificateRole.Authentication
        : label.Contains("Signature", StringComparison.OrdinalIgnoreCase) ? CardCertificateRole.Signature
        : label.Contains("Confidentialit", StringComparison.OrdinalIgnoreCase) ? CardCertificateRole.Decryption
        : otherwise;
}
