namespace Cps.Smime.Hprim.Tests;

/// <summary>The plain text for a terminal.</summary>
public class TextViewTests
{
    [Fact]
    public void A_report_gives_rows_of_label_value_interval_and_flag()
    {
        HprimMessage message = HprimReader.Read(Given.Sample("01-medecin-lab-cp1252-crlf.hpr"), Given.Options).Messages[0];

        Assert.Equal(
            [
                new HprimTextRow("GLYCEMIE à jeun", "1.42 g/l", "0.74 – 1.06", "H", "validé", true),
                new HprimTextRow("", "7.88 mmol/l", "4.11 – 5.88", "", "", false),
                new HprimTextRow("CREATININE", "8.3 mg/l", "6.0 – 11.0", "N", "validé", false),
                new HprimTextRow("", "73.5 µmol/l", "53.1 – 97.4", "", "", false),
                new HprimTextRow("POTASSIUM", "6.9 mmol/l", "3.5 – 5.1", "HH", "validé", true),
                new HprimTextRow("Résultat contrôlé, à recontrôler rapidement.", "", "", "", "", false),
                new HprimTextRow("FERRITINE", "12 µg/l", "15 – 150", "L", "validé", true),
                new HprimTextRow("TROPONINE", "< 0.012 µg/l", "≤ 0.034", "N", "validé", false),
                new HprimTextRow("ASPECT DU SERUM", "Limpide", "", "N", "validé", false),
                new HprimTextRow("TSH", "", "0.27 – 4.20", "", "NON VALIDÉ", false),
            ],
            HprimTextView.Rows(message));
    }

    [Fact]
    public void The_computed_flag_is_told_from_the_one_of_the_laboratory()
    {
        HprimMessage message = Given.ReadAfterHeader(
            "****LAB****", "RES|a|a|N|6.9|u|3.5|5.1||F", "RES|b|b|N|6.9|u|3.5|5.1|N|F", "RES|soit|c|N|4|u|3.5|5.1||F").Messages[0];

        Assert.Equal([("a", "(calculé H)"), ("b", "N (calculé H)"), ("  soit", "")], HprimTextView.Rows(message).Select(r => (r.Label, r.Flag)));
    }

    [Fact]
    public void The_fields_of_the_header_are_labelled_in_the_language_asked_for()
    {
        HprimMessage message = HprimReader.Read(Given.Sample("02-medecin-lettre-macroman-cr.hpm"), Given.Options).Messages[0];

        Assert.Equal(
            [
                new("Patient", "EXEMPLE RENÉ"), new("Born", "06/06/1940"), new("Sex", "male"), new("Social security number", "1400699999999 43"),
                new("Address", "12 ALLÉE DES ESSAIS, RÉSIDENCE LE MODÈLE, 99999 VILLE-FICTIVE"), new("From", "cardio.fictif"), new("To", "docteur.modele"),
                new("File number", "CR-000042"), new("File date", "22/02/2024"),
            ],
            HprimTextView.Fields(message, HprimLanguage.English));
    }

    [Fact]
    public void The_whole_document_is_laid_out_in_columns()
    {
        string text = HprimTextView.Render(Given.ReadAfterHeader("Bonjour", "****LAB****", "RES|POTASSIUM|K|N|6.9|mmol/l|3.5|5.1|HH|F", "TEX|contrôlé", "RES|CRP|C|A|< 5|mg/l||5|N|R"));

        Assert.Equal(
            """
            Patient                     ESSAI JULIE
            Naissance                   01/03/1985
            Sexe                        féminin
            Numéro de sécurité sociale  2850399999999 68
            Code patient                0000000001
            Adresse                     1 RUE DU TEST, 99999 VILLE-FICTIVE
            De                          LABTEST Laboratoire Fictif
            À                           DOCTEST Docteur Modele
            Dossier                     2401150001
            Date du dossier             15/01/2024

               Analyse    Résultat    Valeurs normales  Signalé : laboratoire  Statut
            !  POTASSIUM  6.9 mmol/l  3.5 – 5.1         HH                     validé
               contrôlé
               CRP        < 5 mg/l    ≤ 5               N                      NON VALIDÉ

            Bonjour

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Escape_sequences_of_a_file_never_reach_the_terminal()
    {
        string evil = "\u001b]0;titre\u0007\u009b31m\u202e\rfin";
        HprimMessage message = new()
        {
            Patient = new HprimPatient { FamilyName = evil, City = evil },
            Sender = new HprimParty(evil, evil),
            Dossier = new HprimDossier(evil, HprimDate.FindIn(evil, DateOnly.MaxValue)),
            Body = [evil],
            Entries =
            [
                new HprimTextLine(evil),
                new HprimResult(evil, evil, new HprimMeasurement(evil, evil, evil, evil)) { LaboratoryFlagText = evil, StatusText = evil, Comments = [evil] },
            ],
        };

        string text = HprimTextView.Render(new HprimDocument(message) { Trailer = [evil] });

        Assert.DoesNotContain(text, c => c != '\n' && (char.IsControl(c) || c == '\u202e'));
        Assert.Contains("␛]0;titre␇[U+009B]31m[U+202E]␍fin", text, StringComparison.Ordinal);
    }
}
