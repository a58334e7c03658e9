using System.Globalization;

namespace Cps.Smime.Certificates;

/// <summary>A profession of nomenclature G15: its code, and its name in French, which is the name in force.</summary>
/// <param name="Code">The code, for example 10.</param>
/// <param name="Name">The French name, for example <c>Médecin</c>; the code's digits when it is not in the list.</param>
public sealed record Profession(int Code, string Name)
{
    private static readonly Dictionary<int, string> s_names = new()
    {
        [10] = "Médecin",
        [21] = "Pharmacien",
        [26] = "Audioprothésiste",
        [28] = "Opticien-lunetier",
        [31] = "Assistant dentaire",
        [32] = "Physicien médical",
        [35] = "Aide-soignant",
        [36] = "Ambulancier",
        [37] = "Auxiliaire de puériculture",
        [38] = "Préparateur en pharmacie hospitalière",
        [39] = "Préparateur en pharmacie",
        [40] = "Chirurgien-dentiste",
        [50] = "Sage-femme",
        [60] = "Infirmier",
        [69] = "Infirmier psychiatrique",
        [70] = "Masseur-kinésithérapeute",
        [80] = "Pédicure-podologue",
        [81] = "Orthoprothésiste",
        [82] = "Podo-orthésiste",
        [83] = "Orthopédiste-orthésiste",
        [84] = "Oculariste",
        [85] = "Épithésiste",
        [86] = "Technicien de laboratoire médical",
        [91] = "Orthophoniste",
        [92] = "Orthoptiste",
        [94] = "Ergothérapeute",
        [95] = "Diététicien",
        [96] = "Psychomotricien",
        [98] = "Manipulateur ERM",
    };

    /// <summary>The profession of a code.</summary>
    public static Profession FromCode(int code) => new(code, s_names.GetValueOrDefault(code, code.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
