using System.Formats.Asn1;

namespace Cps.Smime.Certificates;

/// <summary>
/// Who a certificate says it belongs to, from the subject layouts and private extensions (1.2.250.1.71.*) of GIP-CPS and IGC-Santé
/// certificates; other certificates have a name and addresses. It is a claim until the certificate has a path to an anchor.
/// </summary>
public sealed record CertificateIdentity
{
    /// <summary>What to call the subject: given name and surname, else the common name, else the whole subject.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The person's national identifier (PS_IdNat), or null.</summary>
    public NationalId? NationalId { get; init; }

    /// <summary>The structure's national identifier (Struct_IdNat), or null.</summary>
    public NationalId? StructureId { get; init; }

    /// <summary>The surname, or null.</summary>
    public string? Surname { get; init; }

    /// <summary>The given name, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>The common name, or null.</summary>
    public string? CommonName { get; init; }

    /// <summary>The organisation, or null; for persons of old cards it is the authority itself and not given here.</summary>
    public string? Organization { get; init; }

    /// <summary>The profession (nomenclature G15), or null.</summary>
    public Profession? Profession { get; init; }

    /// <summary>The profession the holder is in training for (nomenclature G16), or null.</summary>
    public int? FutureProfession { get; init; }

    /// <summary>The profession as the subject spells it (OU or title), or null.</summary>
    public string? ProfessionText { get; init; }

    /// <summary>Speciality codes of nomenclature R01, for example <c>SM26</c>.</summary>
    public IReadOnlyList<string> Specialities { get; init; } = [];

    /// <summary>The kind of card, or null when the certificate is not of a card.</summary>
    public CardKind? Card { get; init; }

    /// <summary>The card's number as <c>issuer/serial</c>, or null.</summary>
    public string? CardNumber { get; init; }

    /// <summary>What carries the certificate.</summary>
    public CertificateCategory Category { get; init; }

    /// <summary>Whether the certificate says that it is a test certificate, by its category or by its names.</summary>
    public bool IsTest { get; init; }

    /// <summary>The mail addresses of the certificate; cards carry none.</summary>
    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    /// <summary>Name, national identifier and profession in one line.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { DisplayName, (NationalId ?? StructureId)?.ToString(), Profession?.Name ?? ProfessionText }.Where(s => !string.IsNullOrEmpty(s)));

    internal static CertificateIdentity Read(Certificate certificate)
    {
        DistinguishedName subject = certificate.Subject;
        string? commonName = subject.Find(Oids.CommonName);
        string? surname = subject.Find(Oids.Surname);
        string? givenName = subject.Find(Oids.GivenName);
        string? unit = subject.Find(Oids.OrganizationalUnitName);
        NationalId? person = commonName is null ? null : NationalId.FromPerson(commonName);
        bool isCps = certificate.Extensions.Any(e => e.Oid.StartsWith("1.2.250.1.71.", StringComparison.Ordinal));
        bool isPerson = person is not null && (surname is not null || isCps);
        int? profession = ReadInteger(certificate, Oids.CpsProfession);
        byte? category = ReadByte(certificate, Oids.CpsCategory);
        int? card = ReadInteger(certificate, Oids.CpsCardType);
        NationalId? structure = unit is not null && (!isPerson || person!.Kind is not NationalIdKind.Rpps) ? NationalId.FromStructure(unit) : null;
        string personName = string.Join(' ', new[] { givenName, surname }.Where(s => !string.IsNullOrWhiteSpace(s)));
        return new CertificateIdentity
        {
            DisplayName = personName.Length > 0 ? personName : commonName ?? subject.ToString(),
            NationalId = isPerson ? person : null,
            StructureId = structure,
            Surname = surname,
            GivenName = givenName,
            CommonName = commonName,
            Organization = isPerson && subject.Find(Oids.OrganizationName) is "GIP-CPS" or "TEST" ? null : subject.Find(Oids.OrganizationName),
            Profession = profession is { } code ? Certificates.Profession.FromCode(code) : null,
            FutureProfession = ReadInteger(certificate, Oids.CpsFutureProfession),
            ProfessionText = subject.Find(Oids.Title) ?? (isPerson && structure is null ? unit : null),
            Specialities = ReadSpecialities(certificate),
            Card = card is >= 0 and <= 3 ? (CardKind)card : null,
            CardNumber = certificate.FindExtension(Oids.CpsCardNumber) is { } number ? ReadText(number.Value) : null,
            Category = (category & 0x7F) switch
            {
                0 => CertificateCategory.Card,
                2 => CertificateCategory.SecurityModule,
                3 => CertificateCategory.Software,
                _ => CertificateCategory.Unknown,
            },
            IsTest = (category & 0x80) != 0 || NamesTest(certificate),
            EmailAddresses = certificate.EmailAddresses,
        };
    }

    private static bool NamesTest(Certificate certificate) =>
        certificate.Issuer.FindAll(Oids.OrganizationName).Contains("TEST", StringComparer.Ordinal)
        || certificate.Issuer.FindAll(Oids.CommonName).Any(cn => cn.StartsWith("TEST ", StringComparison.Ordinal))
        || certificate.Issuer.FindAll(Oids.OrganizationalUnitName).Any(ou => ou.EndsWith(" TEST", StringComparison.Ordinal) || ou.StartsWith("TEST ", StringComparison.Ordinal));

    private static int? ReadInteger(Certificate certificate, string oid) => Try(certificate, oid, value =>
        new AsnReader(value, AsnEncodingRules.DER).TryReadInt32(out int number) ? number : (int?)null);

    private static byte? ReadByte(Certificate certificate, string oid) => Try(certificate, oid, value =>
        new AsnReader(value, AsnEncodingRules.DER).ReadOctetString() is [byte only] ? only : (byte?)null);

    private static string? ReadText(ReadOnlyMemory<byte> value)
    {
        try
        {
            return DerString.Decode(value.Span);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static List<string> ReadSpecialities(Certificate certificate) => Try<List<string>>(certificate, Oids.CpsSpecialities, value =>
    {
        List<string> codes = [];
        AsnReader sequence = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData && codes.Count < 64)
        {
            if (DerString.Decode(sequence.ReadEncodedValue().Span) is { } code)
            {
                codes.Add(code);
            }
        }

        return codes;
    }) ?? [];

    // A private extension that is not encoded as its syntax says is as good as absent: an identity never makes a certificate unreadable.
    private static T? Try<T>(Certificate certificate, string oid, Func<ReadOnlyMemory<byte>, T?> read)
    {
        if (certificate.FindExtension(oid) is not { } extension)
        {
            return default;
        }

        try
        {
            return read(extension.Value);
        }
        catch (AsnContentException)
        {
            return default;
        }
    }
}
