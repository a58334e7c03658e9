using System.Globalization;
using System.Text;
using Cps.Smime.Hprim;
using Cps.Smime.TestPki;

namespace SealedLetter;

/// <summary>The documents of the letter: results in HPRIM Médecin, and a one-page PDF. Every person and value is invented.</summary>
internal static class SampleDocuments
{
    /// <summary>Results about a patient who does not exist, from the sender to the correspondent.</summary>
    public static byte[] Hprim(TestPerson sender, TestPerson correspondent)
    {
        HprimMessage message = new()
        {
            Patient = new HprimPatient
            {
                Identifier = "0000000001",
                FamilyName = "ESSAI",
                FirstName = "JULIE",
                AddressLine1 = "1 RUE DU TEST",
                Postcode = "99999",
                City = "VILLE-FICTIVE",
                BirthDate = new HprimDate(new DateOnly(1985, 3, 1)),
                Nir = new HprimNir("2850399999999 68"),
            },
            Dossier = new HprimDossier("2401150001", new HprimDate(DateOnly.FromDateTime(DateTime.Today))),
            Sender = new HprimParty("CARDIO", $"Dr {sender.GivenName} {sender.Surname}"),
            Addressee = new HprimParty("MEDGEN", $"Dr {correspondent.GivenName} {correspondent.Surname}"),
            Body =
            [
                "Cher confrère,",
                "",
                "J'ai vu ce jour Mme Julie ESSAI. Le bilan est joint ; la glycémie et le",
                "potassium demandent un contrôle rapide.",
                "",
                "Bien confraternellement.",
            ],
            Entries =
            [
                new HprimResult("GLYCEMIE à jeun", "GLYC", new HprimMeasurement("1.42", "g/l", "0.74", "1.06"))
                {
                    KindText = "N",
                    LaboratoryFlagText = "H",
                    StatusText = "F",
                    SecondMeasurement = new HprimMeasurement("7.88", "mmol/l", "4.11", "5.88"),
                },
                new HprimResult("CREATININE", "CREA", new HprimMeasurement("8.3", "mg/l", "6.0", "11.0")) { KindText = "N", LaboratoryFlagText = "N", StatusText = "F" },
                new HprimResult("POTASSIUM", "K", new HprimMeasurement("6.9", "mmol/l", "3.5", "5.1")) { KindText = "N", LaboratoryFlagText = "HH", StatusText = "F" },
                new HprimResult("FERRITINE", "FERR", new HprimMeasurement("12", "µg/l", "15", "150")) { KindText = "N", LaboratoryFlagText = "L", StatusText = "R" },
            ],
        };
        return HprimWriter.Write(new HprimDocument(message)).Bytes.ToArray();
    }

    /// <summary>The smallest PDF that shows one line of text (ISO 32000-1 section 7.5).</summary>
    public static byte[] Pdf(string line)
    {
        string escaped = line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal);
        string page = $"BT /F1 16 Tf 72 760 Td ({escaped}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {page.Length} >>\nstream\n{page}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ];
        StringBuilder pdf = new("%PDF-1.4\n");
        List<int> offsets = [];
        for (int i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        int table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (int offset in offsets)
        {
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
