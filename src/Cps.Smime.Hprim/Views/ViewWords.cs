namespace Cps.Smime.Hprim;

/// <summary>The words of both views, in French and in English.</summary>
internal sealed class ViewWords
{
    private readonly bool _isEnglish;

    private ViewWords(HprimLanguage language) => _isEnglish = language == HprimLanguage.English;

    public string Code => _isEnglish ? "en" : "fr";

    public string Title => _isEnglish ? "HPRIM document" : "Document HPRIM";

    public string SeveralPatients => _isEnglish ? "messages in this file. Each has its own patient." : "messages dans ce fichier. Chacun a son propre patient.";

    public string NotIdentified => _isEnglish ? "Patient not identified" : "Patient non identifié";

    public string Born => _isEnglish ? "Born" : "Naissance";

    public string Nir => _isEnglish ? "Social security number" : "Numéro de sécurité sociale";

    public string WrongKey => _isEnglish ? "wrong key" : "clé fausse";

    public string Sex => _isEnglish ? "Sex" : "Sexe";

    public string PatientCode => _isEnglish ? "Patient code" : "Code patient";

    public string Address => _isEnglish ? "Address" : "Adresse";

    public string Dossier => _isEnglish ? "File number" : "Dossier";

    public string Date => _isEnglish ? "File date" : "Date du dossier";

    public string Sender => _isEnglish ? "From" : "De";

    public string Addressee => _isEnglish ? "To" : "À";

    public string WrittenAs => _isEnglish ? "written" : "écrit";

    public string MonthUnknown => _isEnglish ? "month unknown" : "mois inconnu";

    public string DateUnclear => _isEnglish ? "date unclear" : "date incertaine";

    public string Results => _isEnglish ? "Results" : "Résultats";

    public string Abnormal => _isEnglish ? "abnormal" : "hors norme";

    public string Analysis => _isEnglish ? "Analysis" : "Analyse";

    public string Value => _isEnglish ? "Result" : "Résultat";

    public string Unit => _isEnglish ? "Unit" : "Unité";

    public string Interval => _isEnglish ? "Normal values" : "Valeurs normales";

    public string LaboratoryFlag => _isEnglish ? "Flag: laboratory" : "Signalé : laboratoire";

    public string ComputedFlag => _isEnglish ? "Flag: computed" : "Signalé : calcul";

    public string Computed => _isEnglish ? "computed" : "calculé";

    public string FlagsExplained => _isEnglish
        ? "“Laboratory” is what the laboratory sent. “Computed” compares the value with its interval, here, and knows nothing else."
        : "« Laboratoire » est ce que le laboratoire a envoyé. « Calcul » compare ici la valeur à ses normes et ne sait rien d’autre.";

    public string StatusTitle => _isEnglish ? "Status" : "Statut";

    public string NoValue => _isEnglish ? "no result" : "pas de résultat";

    public string Text => _isEnglish ? "Text" : "Texte";

    public string TextAfterEnd => _isEnglish ? "Text after the end of the file" : "Texte après la fin du fichier";

    public string Remarks => _isEnglish ? "Remarks of the reader" : "Remarques de lecture";

    public string Line => _isEnglish ? "line" : "ligne";

    public string Source => _isEnglish ? "Source of the file" : "Source du fichier";

    public static ViewWords Of(HprimLanguage language) => new(language);

    public string Sexes(HprimSex sex) => sex switch
    {
        HprimSex.Female => _isEnglish ? "female" : "féminin",
        HprimSex.Male => _isEnglish ? "male" : "masculin",
        _ => "",
    };

    public string Flag(HprimFlag flag) => flag switch
    {
        HprimFlag.Normal => "normal",
        HprimFlag.Low => _isEnglish ? "▼ low" : "▼ bas",
        HprimFlag.High => _isEnglish ? "▲ high" : "▲ haut",
        HprimFlag.VeryLow => _isEnglish ? "▼▼ very low" : "▼▼ très bas",
        HprimFlag.VeryHigh => _isEnglish ? "▲▲ very high" : "▲▲ très haut",
        _ => "",
    };

    public string Status(HprimResult result) => result.Status switch
    {
        HprimResultStatus.Validated => _isEnglish ? "validated" : "validé",
        HprimResultStatus.NotValidated => _isEnglish ? "NOT VALIDATED" : "NON VALIDÉ",
        HprimResultStatus.Corrected => _isEnglish ? "CORRECTED" : "CORRIGÉ",
        _ => result.StatusText,
    };
}
