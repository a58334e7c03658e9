using Code = Cps.Smime.Hprim.HprimDiagnosticCode;

namespace Cps.Smime.Hprim;

/// <summary>The words of each diagnostic, in both languages.</summary>
internal static class DiagnosticTexts
{
    public static string Of(Code code, HprimLanguage language)
    {
        (string french, string english) = Texts(code);
        return language == HprimLanguage.English ? english : french;
    }

    private static (string French, string English) Texts(Code code) => code switch
    {
        Code.EncodingGuessed => ("Jeu de caractères non déclaré : déduit du contenu.", "No character set is declared: it was guessed from the content."),
        Code.DoubleEncodingUndone => ("Texte encodé deux fois : corrigé à la lecture, octets d’origine gardés.", "Text encoded twice: undone on reading, original bytes kept."),
        Code.InvalidBytes => ("Octets sans signification : remplacés par le caractère U+FFFD.", "Bytes without meaning: replaced by U+FFFD."),
        Code.MixedLineEndings => ("Plusieurs sortes de fins de ligne : toutes acceptées.", "Several kinds of line endings: all accepted."),
        Code.LinesBeforeHeader => ("Lignes avant l’en-tête : ignorées.", "Lines before the header: skipped."),
        Code.PatientCodeLineMissing => ("Code patient absent : l’en-tête commence au nom.", "No patient code: the header starts with the name."),
        Code.HeaderShort => ("En-tête de moins de douze lignes : le reste est lu comme texte.", "Header of fewer than twelve lines: the rest is read as text."),
        Code.HeaderNotRecognised => ("En-tête introuvable : aucune identité n’est donnée, tout est texte.", "No header found: no identity is given, every line is text."),
        Code.IdentityIncomplete => ("Identité incomplète : nom, prénom ou date de naissance manque.", "Identity incomplete: name, first name or birth date is missing."),
        Code.BirthMonthUnknown => ("Mois de naissance inconnu : laissé inconnu.", "Birth month unknown: left unknown."),
        Code.DateNotUnderstood => ("Date impossible ou illisible : rien n’est inventé.", "Date impossible or unreadable: nothing is made up."),
        Code.CenturyAssumed => ("Année à deux chiffres : siècle supposé.", "Year of two digits: century assumed."),
        Code.NirNotUnderstood => ("Numéro de sécurité sociale masqué ou illisible : gardé comme texte.", "Social security number masked or unreadable: kept as text."),
        Code.NirKeyWrong => ("Clé du numéro de sécurité sociale fausse : à vérifier.", "Key of the social security number is wrong: check it."),
        Code.LabMarkerMissing => ("Résultats sans marque LAB : lus quand même.", "Results without LAB marker: read all the same."),
        Code.SegmentUnknown => ("Ligne ni RES ni TEX parmi les résultats : gardée comme texte.", "Line neither RES nor TEX among the results: kept as text."),
        Code.FinMissing => ("Fin de message absente : le message peut être incomplet.", "No end of message: the message may be incomplete."),
        Code.FinFichierMissing => ("Fin de fichier absente : le fichier peut être incomplet.", "No end of file marker: the file may be incomplete."),
        Code.MarkerRepeated => ("Marque répétée : ignorée.", "Marker repeated: ignored."),
        Code.MarkerMisspelt => ("Marque mal écrite : acceptée.", "Marker misspelt: accepted."),
        Code.TextAfterEnd => ("Texte après la fin : gardé à part.", "Text after the end: kept apart."),
        Code.MessageAfterEnd => ("Message après la fin du fichier : lu.", "Message after the end of the file: read."),
        Code.SeveralMessages => ("Plusieurs messages dans le fichier : chacun garde sa propre identité.", "Several messages in the file: each keeps its own identity."),
        Code.SurplusFields => ("Plus de quatorze champs : le surplus est gardé à part.", "More than fourteen fields: the surplus is kept aside."),
        Code.TextInNumericResult => ("Résultat numérique qui n’est pas un nombre : gardé comme texte.", "Numeric result that is not a number: kept as text."),
        Code.NumberAmbiguous => ("Le point peut séparer des milliers : lu comme point décimal.", "The dot may separate thousands: read as decimal point."),
        Code.IntervalNotUnderstood => ("Valeurs de référence illisibles : rien n’en est calculé.", "Interval not understood: nothing is computed from it."),
        Code.FlagMissing => ("Valeur hors normes sans signalement du laboratoire : signalement calculé.", "Value out of its interval without laboratory flag: flag computed."),
        Code.FlagDisagrees => ("Signalement du laboratoire et calcul en désaccord : les deux sont montrés.", "Laboratory flag and computation disagree: both are shown."),
        Code.CodeUnknown => ("Type, signalement ou statut inconnu : gardé comme texte.", "Unknown kind, flag or status: kept as text."),
        Code.UnsafeText => ("Saut de ligne, séparateur ou marque dans une valeur : refusé, ou remplacé si demandé.", "Line break, separator or marker in a value: refused, or replaced if asked."),
        Code.UnencodableText => ("Caractère absent du jeu de caractères : refusé, ou remplacé si demandé.", "Character not in the character set: refused, or replaced if asked."),
        Code.TextNotKept => ("Texte que le format ne peut porter tel quel : il sera relu autrement.", "Text that the format cannot carry unchanged: it will read back differently."),
        Code.TooManyDiagnostics => ("Trop de remarques : les suivantes sont omises.", "Too many diagnostics: the next ones are left out."),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };
}
