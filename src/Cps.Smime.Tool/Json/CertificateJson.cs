using Cps.Smime.Certificates;

namespace Cps.Smime.Tool.Json;

/// <summary>A certificate: who it belongs to, who issued it, when it is valid.</summary>
internal sealed record CertificateJson(
    string Subject,
    string Issuer,
    string SerialNumber,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string Sha256,
    string Name,
    string? NationalId,
    string? Profession,
    IReadOnlyList<string> Addresses)
{
    public static CertificateJson Of(Certificate certificate)
    {
        CertificateIdentity identity = certificate.Identity;
        return new CertificateJson(
            certificate.Subject.ToString(), certificate.Issuer.ToString(), certificate.SerialNumberText, certificate.NotBefore, certificate.NotAfter,
            certificate.Sha256Thumbprint, identity.DisplayName, NationalIdOf(identity), ProfessionOf(identity), certificate.EmailAddresses);
    }

    /// <summary>The national identifier with its prefix (PS_IdNat or Struct_IdNat).</summary>
    public static string? NationalIdOf(CertificateIdentity identity) => (identity.NationalId ?? identity.StructureId)?.Value;

    public static string? ProfessionOf(CertificateIdentity identity) => identity.Profession?.Name ?? identity.ProfessionText;
}
