using System.Globalization;
using Cps.Smime.Certificates;

namespace Cps.Smime.TestPki;

/// <summary>A health professional who does not exist.</summary>
/// <param name="Rpps">The RPPS number, eleven digits without the prefix 8; test numbers begin with 99700 or 99900.</param>
/// <param name="Surname">The surname, in capitals as certificates write it.</param>
/// <param name="GivenName">The given name, in capitals.</param>
/// <param name="ProfessionCode">The profession (nomenclature G15), for example 10.</param>
/// <param name="ProfessionName">The profession's name, for example <c>Médecin</c>.</param>
public sealed record TestPerson(string Rpps, string Surname, string GivenName, int ProfessionCode = 10, string ProfessionName = "Médecin")
{
    private static readonly string[] s_surnames =
        ["ARBOGEL", "BRIMBORION", "CALUMEAU", "DELAVERTE", "ÉPINOCHET", "FOUGERAYE", "GRELOTIN", "HALLEBARDIER", "ISENGRIN", "JONQUIÉRAC"];

    private static readonly string[] s_givenNames =
        ["APOLLINE", "BASILE", "CÉLESTE", "DÉSIRÉ", "EUGÉNIE", "FLAVIEN", "GWENAËLLE", "HONORÉ", "INÈS", "JOACHIM", "LÉONIE"];

    private static readonly int[] s_professions = [10, 10, 10, 60, 21, 40, 50, 70];

    /// <summary>Speciality codes (nomenclature R01), for example <c>SM26</c>.</summary>
    public IReadOnlyList<string> Specialities { get; init; } = [];

    /// <summary>The national identifier as certificates carry it (PS_IdNat): 8 and the RPPS number.</summary>
    public string NationalId => "8" + Rpps;

    /// <summary>A mail address for this person, in a domain that cannot exist: <c>given.surname@cabinet.example</c>.</summary>
    public string EmailAddress => $"{Plain(GivenName)}.{Plain(Surname)}@cabinet.example";

    /// <summary>A person of invented name whose RPPS number has a right check digit; the same one for the same seed.</summary>
    /// <param name="seed">Which person: 0 to 99 999.</param>
    public static TestPerson Generate(int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seed, 99_999);
        int profession = s_professions[seed % s_professions.Length];
        return new TestPerson(
            WithCheckDigit("99700" + seed.ToString("D5", CultureInfo.InvariantCulture)),
            s_surnames[seed % s_surnames.Length],
            s_givenNames[seed % s_givenNames.Length],
            profession,
            Profession.FromCode(profession).Name)
        {
            Specialities = profession == 10 ? ["SM26"] : [],
        };
    }

    /// <summary>Ten digits with the Luhn check digit (ISO/IEC 7812-1) behind them.</summary>
    private static string WithCheckDigit(string digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[digits.Length - 1 - i] - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return digits + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }

    // A table and not String.Normalize, which leaves accents where globalization is invariant.
    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Select(c => c switch
    {
        'à' or 'â' or 'ä' => 'a',
        'é' or 'è' or 'ê' or 'ë' => 'e',
        'î' or 'ï' => 'i',
        'ô' or 'ö' => 'o',
        'ù' or 'û' or 'ü' => 'u',
        'ç' => 'c',
        _ => c,
    }).Where(char.IsAsciiLetterOrDigit));
}
