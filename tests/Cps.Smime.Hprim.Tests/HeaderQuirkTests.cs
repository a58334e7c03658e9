namespace Cps.Smime.Hprim.Tests;

/// <summary>Headers as they come: extra lines, missing lines, odd dates and numbers.</summary>
public class HeaderQuirkTests
{
    [Theory]
    [InlineData("")]
    [InlineData("", "", " ")]
    [InlineData("[apicrypt]")]
    [InlineData("", "[APICRYPT]", "")]
    public void Lines_before_the_header_are_skipped(params string[] before)
    {
        HprimDocument document = Given.Read([.. before, .. Given.Header, "", "Texte", "****FIN****", "****FINFICHIER****"]);

        HprimMessage message = Assert.Single(document.Messages);
        Assert.Equal(("0000000001", "ESSAI", "JULIE"), (message.Patient.Identifier, message.Patient.FamilyName, message.Patient.FirstName));
        Assert.Equal(["Texte"], message.Body);
        Assert.Contains(HprimDiagnosticCode.LinesBeforeHeader, Given.Codes(document));
    }

    [Fact]
    public void A_blank_first_line_is_an_absent_code_when_the_rest_stands_where_it_should()
    {
        HprimMessage message = Given.ReadWithHeaderLine(1, "");

        Assert.Equal(("", "ESSAI", "JULIE"), (message.Patient.Identifier, message.Patient.FamilyName, message.Patient.FirstName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_without_its_code_line_starts_at_the_name(bool isSecond)
    {
        string[] withoutCode = [.. Given.Header[1..], "", "Texte", "****FIN****"];
        HprimDocument document = isSecond ? Given.Read([.. Given.Header, "", "A", "****FIN****", .. withoutCode]) : Given.Read(withoutCode);

        HprimMessage message = document.Messages[^1];
        Assert.Equal(("", "ESSAI", "JULIE"), (message.Patient.Identifier, message.Patient.FamilyName, message.Patient.FirstName));
        Assert.Equal(new DateOnly(1985, 3, 1), message.Patient.BirthDate.Date);
        Assert.Equal(["Texte"], message.Body);
        Assert.Contains(HprimDiagnosticCode.PatientCodeLineMissing, Given.Codes(document));
    }

    [Fact]
    public void A_routing_record_as_first_line_is_the_code_and_shifts_nothing()
    {
        string record = "LAB0001   MED0002   0000000001ESSAI               JULIE        15012024";

        HprimMessage message = Given.ReadWithHeaderLine(1, record);

        Assert.Equal((record, "ESSAI"), (message.Patient.Identifier, message.Patient.FamilyName));
    }

    [Fact]
    public void Padded_lines_are_trimmed()
    {
        HprimDocument document = Given.Read([.. Given.Header.Select(line => "   " + line.PadRight(40)), "", "Texte", "****FIN****", "****FINFICHIER****"]);

        Assert.Equal(Given.ReadAfterHeader("Texte").Messages[0], document.Messages[0]);
    }

    [Theory]
    [InlineData("99999 VILLE-FICTIVE", "99999", "VILLE-FICTIVE")]
    [InlineData("99999", "99999", "")]
    [InlineData("VILLE FICTIVE", "", "VILLE FICTIVE")]
    [InlineData("B-1000 BRUXELLES", "B-1000", "BRUXELLES")]
    [InlineData(".", "", "")]
    [InlineData("", "", "")]
    public void The_postcode_may_be_absent_or_foreign(string line, string postcode, string city)
    {
        HprimPatient patient = Given.ReadWithHeaderLine(6, line).Patient;

        Assert.Equal((postcode, city), (patient.Postcode, patient.City));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void A_short_header_is_followed_by_text(int count)
    {
        HprimDocument document = Given.Read([.. Given.Header[..count], "Cher confrère,", "", "Votre patiente va bien.", "", "Bien à vous", "****FIN****"]);

        HprimMessage message = Assert.Single(document.Messages);
        Assert.True(message.Patient.IsIdentified);
        Assert.Equal(["Cher confrère,", "", "Votre patiente va bien.", "", "Bien à vous"], message.Body);
        Assert.Equal(HprimParty.None, message.Sender);
        Assert.Contains(HprimDiagnosticCode.HeaderShort, Given.Codes(document));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("15/01/24", "2024-01-15")]
    [InlineData("2024-01-15", "2024-01-15")]
    [InlineData("M-5128-23/10/06", "2006-10-23")]
    [InlineData("dossier 12", null)]
    public void The_dossier_date_may_be_absent_short_or_inside_a_text(string line, string? expected)
    {
        HprimMessage message = Given.ReadWithHeaderLine(10, line);

        Assert.Equal(expected, message.Dossier.Date.Date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(line, message.Dossier.Date.Text);
        Assert.True(message.Patient.IsIdentified);
    }

    [Theory]
    [InlineData("01/03/1985", 1985, 3, 1)]
    [InlineData("1985-03-01", 1985, 3, 1)]
    [InlineData("1/3/1985", 1985, 3, 1)]
    [InlineData("01/03/85", 1985, 3, 1)]
    [InlineData("15/06/24", 2024, 6, 15)]
    [InlineData("16/06/24", 1924, 6, 16)]
    [InlineData("01/30/1985", 1985, null, 1)]
    [InlineData("00/99/1985", 1985, null, null)]
    [InlineData("31/02/1985", 1985, 2, null)]
    [InlineData("01/03/0000", null, 3, 1)]
    [InlineData("mars 1985", null, null, null)]
    [InlineData("01/03/19855", null, null, null)]
    public void What_is_unknown_of_a_birth_date_stays_unknown(string line, int? year, int? month, int? day)
    {
        HprimDate date = Given.ReadWithHeaderLine(7, line).Patient.BirthDate;

        Assert.Equal((year, month, day, line), (date.Year, date.Month, date.Day, date.Text));
        Assert.Equal(year is not null && month is not null && day is not null, date.Date is not null);
    }

    [Fact]
    public void A_birth_month_taken_from_the_NIR_is_reported_and_the_patient_not_identified()
    {
        string[] header = [.. Given.Header];
        header[6] = "01/42/1985";
        HprimDocument document = Given.Read([.. header, "", "Texte", "****FIN****", "****FINFICHIER****"]);

        Assert.False(document.Messages[0].Patient.IsIdentified);
        Assert.Equal([(HprimDiagnosticCode.BirthMonthUnknown, 7), (HprimDiagnosticCode.IdentityIncomplete, 2)], document.Diagnostics.Select(d => (d.Code, d.Line)));
    }

    [Theory]
    [InlineData("2850399999999 68", "2850399999999", "68", true, HprimSex.Female)]
    [InlineData("285039999999968", "2850399999999", "68", true, HprimSex.Female)]
    [InlineData("2 85 03 99 999 999 68", "2850399999999", "68", true, HprimSex.Female)]
    [InlineData("2850399999999", "2850399999999", null, null, HprimSex.Female)]
    [InlineData("1850399999999 68", "1850399999999", "68", false, HprimSex.Male)]
    [InlineData("185032A999999 47", "185032A999999", "47", true, HprimSex.Male)]
    [InlineData("185032b999999 74", "185032B999999", "74", true, HprimSex.Male)]
    [InlineData("2 85 XX XX XXX XXX", null, null, null, HprimSex.Unknown)]
    [InlineData("", null, null, null, HprimSex.Unknown)]
    [InlineData(".", null, null, null, HprimSex.Unknown)]
    public void A_NIR_may_be_spaced_masked_or_Corsican(string line, string? number, string? key, bool? isKeyRight, HprimSex sex)
    {
        HprimNir nir = Given.ReadWithHeaderLine(8, line).Patient.Nir;

        Assert.Equal((number, key, isKeyRight, sex), (nir.Number, nir.Key, nir.IsKeyRight, nir.Sex));
    }

    [Theory]
    [InlineData("LABTEST    Laboratoire Fictif", "LABTEST", "Laboratoire Fictif")]
    [InlineData("         C LabFictif", "C", "LabFictif")]
    [InlineData(".          cardio.fictif", "", "cardio.fictif")]
    [InlineData("SYNTH      SYNTH", "SYNTH", "SYNTH")]
    [InlineData("DOCTEST", "DOCTEST", "DOCTEST")]
    [InlineData(".", "", "")]
    [InlineData("", "", "")]
    public void A_party_is_a_code_then_a_name(string line, string code, string name) =>
        Assert.Equal(new HprimParty(code, name), HprimParty.Parse(line));

    [Fact]
    public void Text_without_header_gives_no_identity()
    {
        HprimDocument document = Given.Read("Bonjour,", "voici les résultats de Mme ESSAI Julie", "née le 01/03/1985", "****FIN****");

        HprimMessage message = Assert.Single(document.Messages);
        Assert.Equal(HprimPatient.Unknown, message.Patient);
        Assert.Equal(3, message.Body.Count);
        Assert.Equal(HprimDiagnosticCode.HeaderNotRecognised, document.Diagnostics.First(d => d.Severity == HprimSeverity.Error).Code);
    }
}
