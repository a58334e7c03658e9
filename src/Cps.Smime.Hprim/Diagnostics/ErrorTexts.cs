using System.Globalization;

namespace Cps.Smime.Hprim;

/// <summary>The words of each error, in both languages.</summary>
internal static class ErrorTexts
{
    public static string Of(HprimErrorCode code, HprimFormat format, int line, HprimLanguage language)
    {
        (string french, string english) = Texts(code, Name(format));
        string text = language == HprimLanguage.English ? english : french;
        string place = language == HprimLanguage.English ? "Line" : "Ligne";
        return line == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} {place} {line}.");
    }

    private static (string French, string English) Texts(HprimErrorCode code, string name) => code switch
    {
        HprimErrorCode.Empty => ("Le fichier est vide.", "The file is empty."),
        HprimErrorCode.NotHprim => ("Le contenu n’est pas un format HPRIM connu. Ouvrez-le avec une autre application.", "The content is no known HPRIM format. Open it with another application."),
        HprimErrorCode.FormatNotReadable => ($"Le contenu est de format {name}, qui n’est pas lu ici.", $"The content is {name}, which is not read here."),
        HprimErrorCode.FileTooLarge => ("Le fichier dépasse la taille permise (MaxFileBytes).", "The file is larger than allowed (MaxFileBytes)."),
        HprimErrorCode.LineTooLong => ("Une ligne dépasse la longueur permise (MaxLineLength).", "A line is longer than allowed (MaxLineLength)."),
        HprimErrorCode.TooManyLines => ("Le fichier a plus de lignes que permis (MaxLines).", "The file has more lines than allowed (MaxLines)."),
        HprimErrorCode.TooManyMessages => ("Le fichier a plus de messages que permis (MaxMessages).", "The file has more messages than allowed (MaxMessages)."),
        HprimErrorCode.UnsafeText => ("Une valeur contient un saut de ligne, un séparateur ou une marque. Corrigez-la, ou demandez le remplacement (OnUnsafeText).", "A value holds a line break, a separator or a marker. Correct it, or ask for replacement (OnUnsafeText)."),
        HprimErrorCode.UnencodableText => ("Un caractère n’existe pas dans le jeu de caractères. Corrigez-le, choisissez UTF-8, ou demandez le remplacement (OnUnencodableText).", "A character does not exist in the character set. Correct it, choose UTF-8, or ask for replacement (OnUnencodableText)."),
        HprimErrorCode.NothingToWrite => ("Le document n’a aucun message HPRIM Médecin à écrire.", "The document has no HPRIM Médecin message to write."),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };

    private static string Name(HprimFormat format) => format switch
    {
        HprimFormat.Medecin => "HPRIM Médecin",
        HprimFormat.Sante => "HPRIM Santé",
        HprimFormat.Xml => "HPRIM XML",
        HprimFormat.Pdf => "PDF",
        _ => "?",
    };
}
