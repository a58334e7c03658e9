using System.Globalization;

namespace Cps.Smime.Cards;

/// <summary>What a URI names: every attribute that it has must be the same, and what it leaves out may be anything (RFC 7512 section 2.3).</summary>
public sealed partial class Pkcs11Uri
{
    // Private keys are seen only after the PIN; those of CPS cards have labels that tell their certificates.
    private static readonly (string Label, CardCertificateRole Role)[] s_cpsKeys =
        [("CPS_PRIV_SIG", CardCertificateRole.Signature), ("CPS_PRIV_AUT", CardCertificateRole.Authentication)];

    /// <summary>Whether the URI may mean something behind this module.</summary>
    public bool Matches(ModuleInformation module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return !HasUnknownAttributes
            && Same(LibraryManufacturer, module.Manufacturer)
            && Same(LibraryDescription, module.Description)
            && (LibraryVersion is not { } version || SameVersion(version, module.Version));
    }

    /// <summary>Whether the URI may mean something on this token in this reader.</summary>
    public bool Matches(CardReader reader, CardToken token)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Matches(token)
            && Same(SlotDescription, reader.Name)
            && Same(SlotManufacturer, reader.Manufacturer)
            && (SlotId is null || SlotId == reader.SlotId);
    }

    /// <summary>Whether the URI may mean something on this token, in whatever reader.</summary>
    public bool Matches(CardToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return !HasUnknownAttributes
            && Same(Token, token.Label)
            && Same(Manufacturer, token.Manufacturer)
            && Same(Serial, token.SerialNumber)
            && Same(Model, token.Model);
    }

    /// <summary>Whether the URI means this certificate, or its private key.</summary>
    public bool Matches(CardCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return !HasUnknownAttributes
            && ObjectType is null or "cert" or "private"
            && (Id is not { } id || id.Span.SequenceEqual(certificate.Id.Span))
            && (ObjectLabel is null || Same(ObjectLabel, certificate.Label) || IsKeyOf(certificate));
    }

    private bool IsKeyOf(CardCertificate certificate) => ObjectType is null or "private"
        && s_cpsKeys.Any(k => string.Equals(k.Label, ObjectLabel, StringComparison.Ordinal) && k.Role == certificate.Role);

    private static bool Same(string? wanted, string has) => wanted is null || string.Equals(wanted, has, StringComparison.Ordinal);

    // "3" is version 3.0, and 3.04 is 3.4 in the text of Pkcs11Interop.
    private static bool SameVersion(string wanted, string has) => Version(wanted) == Version(has);

    private static (int Major, int Minor) Version(string text)
    {
        string[] parts = text.Split('.');
        return (Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : 0);
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
