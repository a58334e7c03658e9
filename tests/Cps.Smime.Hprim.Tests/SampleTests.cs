namespace Cps.Smime.Hprim.Tests;

/// <summary>The sample files, value by value.</summary>
public class SampleTests
{
    [Fact]
    public void A_laboratory_report_in_windows_1252_is_read_value_by_value()
    {
        HprimDocument document = HprimReader.Read(Given.Sample("01-medecin-lab-cp1252-crlf.hpr"), Given.Options);

        Assert.Equal(HprimFormat.Medecin, document.Format);
        Assert.Equal(HprimEncoding.Windows1252, document.Encoding);
        Assert.Empty(document.Trailer);
        HprimMessage message = Assert.Single(document.Messages);
        Assert.Equal(
            new HprimPatient
            {
                Identifier = "0000000001",
                FamilyName = "ESSAI",
                FirstName = "JULIE",
                AddressLine1 = "1 RUE DU TEST",
                Postcode = "99999",
                City = "VILLE-FICTIVE",
                BirthDate = new DateOnly(1985, 3, 1),
                Nir = new HprimNir("2850399999999 68"),
            },
            message.Patient);
        Assert.Equal(HprimSex.Female, message.Patient.Sex);
        Assert.Equal(true, message.Patient.Nir.IsKeyRight);
        Assert.Equal(new HprimDossier("2401150001", new DateOnly(2024, 1, 15)), message.Dossier);
        Assert.Equal(new HprimParty("LABTEST", "Laboratoire Fictif"), message.Sender);
        Assert.Equal(new HprimParty("DOCTEST", "Docteur Modèle"), message.Addressee);
        Assert.Equal(12, message.Body.Count);
        Assert.Equal("                       Examen(s) du : 15/01/24          Valeurs de réf.", message.Body[0]);
        Assert.Equal("Résultat validé par le biologiste.", message.Body[^1]);
        HprimEntry[] expected =
        [
            new HprimTextLine("                            B I O C H I M I E"),
            new HprimTextLine(""),
            new HprimResult("GLYCEMIE à jeun", "GLYC", new HprimMeasurement("1.42", "g/l", "0.74", "1.06"))
            {
                LaboratoryFlag = HprimFlag.High,
                Status = HprimResultStatus.Validated,
                SecondMeasurement = new HprimMeasurement("7.88", "mmol/l", "4.11", "5.88"),
            },
            new HprimResult("CREATININE", "CREA", new HprimMeasurement("8.3", "mg/l", "6.0", "11.0"))
            {
                LaboratoryFlag = HprimFlag.Normal,
                Status = HprimResultStatus.Validated,
                SecondMeasurement = new HprimMeasurement("73.5", "µmol/l", "53.1", "97.4"),
            },
            new HprimResult("POTASSIUM", "K", new HprimMeasurement("6.9", "mmol/l", "3.5", "5.1"))
            {
                LaboratoryFlag = HprimFlag.VeryHigh,
                Status = HprimResultStatus.Validated,
                Comments = ["Résultat contrôlé, à recontrôler rapidement."],
            },
            new HprimResult("FERRITINE", "FERR", new HprimMeasurement("12", "µg/l", "15", "150"))
            {
                LaboratoryFlag = HprimFlag.Low,
                Status = HprimResultStatus.Validated,
            },
            new HprimResult("TROPONINE", "TROP", new HprimMeasurement("< 0.012", "µg/l", "", "0.034"))
            {
                LaboratoryFlag = HprimFlag.Normal,
                Status = HprimResultStatus.Validated,
            },
            new HprimResult("ASPECT DU SERUM", "ASPE", new HprimMeasurement("Limpide"))
            {
                LaboratoryFlag = HprimFlag.Normal,
                Status = HprimResultStatus.Validated,
            },
            new HprimResult("TSH", "TSH", new HprimMeasurement("", "", "0.27", "4.20")) { Kind = HprimResultKind.Numeric, Status = HprimResultStatus.NotValidated },
        ];
        Assert.Equal(expected, message.Entries);
        Assert.Equal(["GLYC", "K", "FERR"], message.Results.Where(r => r.IsAbnormal).Select(r => r.Code));
        Assert.Equal(
            [HprimFlag.High, HprimFlag.Normal, HprimFlag.High, HprimFlag.Low, HprimFlag.Normal, HprimFlag.None, HprimFlag.None],
            message.Results.Select(r => r.ComputedFlag));
        HprimValue troponin = message.Results.Single(r => r.Code == "TROP").Measurement.Value;
        Assert.Equal((0.012m, HprimComparison.LessThan), (troponin.Number, troponin.Comparison));
        Assert.False(message.Results.Single(r => r.Code == "TSH").HasValue);
        Assert.Equal([HprimDiagnosticCode.EncodingGuessed], Given.Codes(document));
    }

    [Fact]
    public void A_letter_in_mac_roman_with_carriage_returns_is_read_with_its_accents()
    {
        HprimDocument document = HprimReader.Read(Given.Sample("02-medecin-lettre-macroman-cr.hpm"), Given.Options);

        Assert.Equal(HprimEncoding.MacRoman, document.Encoding);
        HprimMessage message = Assert.Single(document.Messages);
        Assert.Equal(("", "EXEMPLE", "RENÉ"), (message.Patient.Identifier, message.Patient.FamilyName, message.Patient.FirstName));
        Assert.Equal(("12 ALLÉE DES ESSAIS", "RÉSIDENCE LE MODÈLE"), (message.Patient.AddressLine1, message.Patient.AddressLine2));
        Assert.Equal(new DateOnly(1940, 6, 6), message.Patient.BirthDate.Date);
        Assert.Equal(HprimSex.Male, message.Patient.Sex);
        Assert.Equal(new HprimDossier("CR-000042", new DateOnly(2024, 2, 22)), message.Dossier);
        Assert.Equal(new HprimParty("", "cardio.fictif"), message.Sender);
        Assert.Equal(new HprimParty("", "docteur.modele"), message.Addressee);
        Assert.Equal(
            [
                "Cher confrère,",
                "",
                "J'ai vu ce jour M. René EXEMPLE, âgé de 83 ans, à la suite d'une gêne",
                "d'effort. L'électrocardiogramme est normal ; tension artérielle 13/7.",
                "Je propose un contrôle à 6 mois. Ça ira.",
                "",
                "Bien confraternellement,",
                "Dr Cardio FICTIF",
            ],
            message.Body);
        Assert.Empty(message.Entries);
    }

    [Fact]
    public void A_file_of_two_patients_full_of_quirks_keeps_them_apart()
    {
        HprimDocument document = HprimReader.Read(Given.Sample("03-medecin-multi-quirks-utf8-lf.txt"), Given.Options);

        Assert.Equal(HprimEncoding.Utf8, document.Encoding);
        Assert.Equal(["Ce message est confidentiel. (texte ajouté après la fin)"], document.Trailer);
        Assert.Equal(2, document.Messages.Count);
        HprimMessage first = document.Messages[0];
        Assert.Equal(("0000000002", "TEST-DEUX", "MARC ANTOINE"), (first.Patient.Identifier, first.Patient.FamilyName, first.Patient.FirstName));
        Assert.Equal(("99999", "VILLE FICTIVE SUR ESSAI"), (first.Patient.Postcode, first.Patient.City));
        Assert.Equal((new DateOnly(1978, 2, 14), true, "14/02/78"), (first.Patient.BirthDate.Date, first.Patient.BirthDate.IsCenturyAssumed, first.Patient.BirthDate.Text));
        Assert.Equal(("1780299999999", "57"), (first.Patient.Nir.Number, first.Patient.Nir.Key));
        Assert.Equal(("506232", "M-5128-23/10/23", new DateOnly(2023, 10, 23)), (first.Dossier.Number, first.Dossier.Date.Text, first.Dossier.Date.Date));
        Assert.Equal(new HprimParty("C", "LabFictif"), first.Sender);
        Assert.Equal(new HprimParty("DOCTEST", "DOCTEST"), first.Addressee);
        Assert.Equal(["H&eacute;mogramme du 23-10-2023<br />Voir tableau."], first.Body);

        HprimResult[] results = [.. first.Results];
        Assert.Equal(10, results.Length);
        Assert.Equal(
            [HprimFlag.Low, HprimFlag.Low, HprimFlag.High, HprimFlag.Low, HprimFlag.None, HprimFlag.None, HprimFlag.None, HprimFlag.Low, HprimFlag.Low, HprimFlag.None],
            results.Select(r => r.ComputedFlag));
        Assert.Equal(("NFE  020", HprimFlag.None, true), (results[0].Code, results[0].LaboratoryFlag, results[0].IsAbnormal));
        Assert.Equal((HprimFlag.Low, "l", 964m), (results[1].LaboratoryFlag, results[1].LaboratoryFlagText, results[1].SecondMeasurement!.Value.Number));
        Assert.Equal((2.20m, 2.60m), (results[2].Measurement.Interval.Lower, results[2].Measurement.Interval.Upper));
        Assert.Equal((-8m, -2m, 2m), (results[3].Measurement.Value.Number, results[3].Measurement.Interval.Lower, results[3].Measurement.Interval.Upper));
        Assert.Equal((0.12m, HprimComparison.LessThan, "mg/l"), (results[4].Measurement.Value.Number, results[4].Measurement.Value.Comparison, results[4].Measurement.EffectiveUnit));
        Assert.Equal((2.4m, ".", ""), (results[5].Measurement.Value.Number, results[5].Measurement.Unit, results[5].Measurement.EffectiveUnit));
        Assert.Null(results[6].Measurement.Value.Number);
        Assert.Equal([8], results.Index().Where(r => r.Item.IsContinuation).Select(r => r.Index));
        Assert.Equal([9], results.Index().Where(r => r.Item.IsEmpty).Select(r => r.Index));
        Assert.Equal(new HprimTextLine("H E M A T O L O G I E"), first.Entries[0]);

        HprimMessage second = document.Messages[1];
        Assert.Equal(("TEST-TROIS", "ZOÉ", new DateOnly(2019, 1, 20)), (second.Patient.FamilyName, second.Patient.FirstName, second.Patient.BirthDate.Date));
        Assert.Equal(("", "", HprimNir.None), (second.Patient.Postcode, second.Patient.City, second.Patient.Nir));
        Assert.Equal(["Sérologie : négative. (pas de partie structurée)"], second.Body);
        Assert.Empty(second.Entries);
    }

    [Fact]
    public void Each_remark_on_the_quirks_tells_line_column_and_message()
    {
        HprimDocument document = HprimReader.Read(Given.Sample("03-medecin-multi-quirks-utf8-lf.txt"), Given.Options);

        Assert.Equal(
            """
            message 1, 1:0 Information LinesBeforeHeader
            message 1, 8:0 Information CenturyAssumed
            message 1, 19:30 Warning NumberAmbiguous
            message 1, 19:52 Warning FlagMissing
            message 1, 21:40 Warning FlagMissing
            message 1, 22:40 Warning FlagMissing
            message 1, 25:31 Information TextInNumericResult
            message 0, 48:0 Information TextAfterEnd
            message 0, 0:0 Information SeveralMessages
            """.ReplaceLineEndings("\n"),
            string.Join('\n', document.Diagnostics.Select(d => $"message {d.Message}, {d.Line}:{d.Column} {d.Severity} {d.Code}")));
    }

    [Theory]
    [InlineData("04-sante-oru-h24-latin1-crlf.hpr")]
    [InlineData("05-sante-err-latin1-crlf.hpr")]
    public void A_file_of_HPRIM_Sante_is_recognised_and_said_so(string name)
    {
        byte[] bytes = Given.Sample(name);

        Assert.Equal(HprimFormat.Sante, HprimFormatDetector.Detect(bytes));
        Assert.False(HprimReader.TryRead(bytes, null, out _, out HprimFormatException? error));
        Assert.Equal((HprimErrorCode.FormatNotReadable, HprimFormat.Sante), (error.Code, error.Format));
        Assert.Contains("HPRIM Santé", error.Describe(HprimLanguage.French), StringComparison.Ordinal);
    }
}
