namespace Cps.Smime.Certificates;

/// <summary>
/// A national identifier as a certificate carries it: a prefix that names its kind, then the number. <c>899900038839</c> is the RPPS
/// number <c>99900038839</c>.
/// </summary>
/// <param name="Value">The identifier with its prefix (PS_IdNat or Struct_IdNat).</param>
/// <param name="Kind">The kind, from the prefix.</param>
/// <param name="Number">The identifier without its prefix.</param>
/// <param name="HasValidCheckDigit">
/// Whether the Luhn check digit of an RPPS, ADELI, FINESS, SIREN or SIRET number is right; null for kinds without one. The rule is not
/// published by the issuer, and some samples break it: warn, do not reject.
/// </param>
public sealed record NationalId(string Value, NationalIdKind Kind, string Number, bool? HasValidCheckDigit)
{
    /// <summary>Reads a person's identifier (PS_IdNat); null when the text cannot be one.</summary>
    public static NationalId? FromPerson(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length < 2 || text.Length > 64 || !IsIdentifier(text))
        {
            return null;
        }

        string number = text[1..];
        NationalIdKind kind = text[0] switch
        {
            '0' when number.Length == 9 && !number.Contains('/', StringComparison.Ordinal) => NationalIdKind.Adeli,
            '1' => NationalIdKind.AdeliPracticeInternal,
            '2' => NationalIdKind.Drass,
            '3' => NationalIdKind.FinessInternal,
            '4' => NationalIdKind.SirenInternal,
            '5' => NationalIdKind.SiretInternal,
            '6' => NationalIdKind.RppsPracticeInternal,
            '8' when number.Length == 11 && number.All(char.IsAsciiDigit) => NationalIdKind.Rpps,
            '9' => NationalIdKind.Student,
            _ => NationalIdKind.Unknown,
        };
        return kind == NationalIdKind.Unknown ? null : new NationalId(text, kind, number, CheckDigit(kind, number));
    }

    /// <summary>Reads a structure's identifier (Struct_IdNat); null when the text cannot be one.</summary>
    public static NationalId? FromStructure(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is < 2 or > 64 || !IsIdentifier(text))
        {
            return null;
        }

        string number = text[1..];
        NationalIdKind kind = (text[0], number.Length) switch
        {
            ('0', _) => NationalIdKind.StructureAdeliPractice,
            ('1', 9) => NationalIdKind.StructureFiness,
            ('2', 9) => NationalIdKind.StructureSiren,
            ('3', 14) => NationalIdKind.StructureSiret,
            ('4', _) => NationalIdKind.StructureRppsPractice,
            _ => NationalIdKind.Unknown,
        };
        return kind == NationalIdKind.Unknown ? null : new NationalId(text, kind, number, CheckDigit(kind, number));
    }

    /// <summary>The name people use for the kind: RPPS, ADELI, FINESS...</summary>
    public string KindName => Kind switch
    {
        NationalIdKind.Rpps => "RPPS",
        NationalIdKind.Adeli => "ADELI",
        NationalIdKind.StructureFiness or NationalIdKind.FinessInternal => "FINESS",
        NationalIdKind.StructureSiren or NationalIdKind.SirenInternal => "SIREN",
        NationalIdKind.StructureSiret or NationalIdKind.SiretInternal => "SIRET",
        NationalIdKind.StructureRppsPractice or NationalIdKind.RppsPracticeInternal => "RPPS-cabinet",
        NationalIdKind.StructureAdeliPractice or NationalIdKind.AdeliPracticeInternal => "ADELI-cabinet",
        NationalIdKind.Drass => "DRASS",
        NationalIdKind.Student => "étudiant",
        _ => "?",
    };

    /// <summary>For example <c>RPPS 99900038839</c>.</summary>
    public override string ToString() => $"{KindName} {Number}";

    private static bool IsIdentifier(string text) =>
        char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '/' or '-');

    private static bool? CheckDigit(NationalIdKind kind, string number) => kind switch
    {
        NationalIdKind.Rpps or NationalIdKind.Adeli or NationalIdKind.StructureFiness or NationalIdKind.StructureSiren or NationalIdKind.StructureSiret
            => Luhn(number),
        _ => null,
    };

    // Letters stand for the Corsican departments and test ids: A counts 1, B counts 2, and so on (measured on issued test ids).
    private static bool Luhn(string number)
    {
        int sum = 0;
        for (int i = 0; i < number.Length; i++)
        {
            char c = number[number.Length - 1 - i];
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetterUpper(c) ? ((c - 'A') % 9) + 1 : -1;
            if (digit < 0)
            {
                return false;
            }

            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }
}
