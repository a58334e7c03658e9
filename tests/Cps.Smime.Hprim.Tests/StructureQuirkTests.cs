namespace Cps.Smime.Hprim.Tests;

/// <summary>Markers missing, repeated, misspelt or out of order; several patients; text where none should be.</summary>
public class StructureQuirkTests
{
    private const string Potassium = "RES|POTASSIUM|K|N|4.2|mmol/l|3.5|5.1|N|F";
    private const string Sodium = "RES|SODIUM|NA|N|140|mmol/l|135|145|N|F";
    private static readonly string[] s_other = [.. Given.Header.Select((line, i) => i == 1 ? "AUTRE" : line)];

    [Theory]
    [InlineData("  ****LAB**** ")]
    [InlineData("****lab****")]
    [InlineData("***LAB****")]
    [InlineData("**** LAB ****")]
    public void The_LAB_marker_may_be_padded_or_misspelt(string marker)
    {
        HprimDocument document = Given.ReadAfterHeader("Texte", marker, "", " ", Potassium);

        Assert.Equal("K", Assert.Single(Assert.Single(document.Messages).Results).Code);
        Assert.Equal(["Texte"], document.Messages[0].Body);
    }

    [Fact]
    public void Results_without_LAB_marker_are_read()
    {
        HprimDocument document = Given.ReadAfterHeader("Texte", Potassium, "TEX|commentaire");

        Assert.Equal(["commentaire"], Assert.Single(document.Messages[0].Results).Comments);
        Assert.Equal([(HprimDiagnosticCode.LabMarkerMissing, 15)], document.Diagnostics.Select(d => (d.Code, d.Line)));
    }

    [Fact]
    public void Results_without_header_or_marker_are_read_for_nobody()
    {
        HprimDocument document = Given.Read(Potassium, Sodium);

        HprimMessage message = Assert.Single(document.Messages);
        Assert.Equal(["K", "NA"], message.Results.Select(r => r.Code));
        Assert.Equal(HprimPatient.Unknown, message.Patient);
    }

    [Theory]
    [InlineData]
    [InlineData("****FIN****")]
    [InlineData("****FINFICHIER****")]
    [InlineData("****FIN****", "****FIN****", "****FINFICHIER****")]
    [InlineData("****FIN****", "", "****FINFICHIER****", "****FINFICHIER****")]
    [InlineData("****FINFICHIER****", "****FIN****")]
    [InlineData("****FIN***", "****finfichier****")]
    [InlineData("****fin****", "", " ", "****FINFICHIER****", "")]
    public void End_markers_may_be_missing_repeated_swapped_or_misspelt(params string[] ends)
    {
        HprimDocument document = Given.Read([.. Given.Header, "", "Texte", "****LAB****", Potassium, .. ends]);

        Assert.Equal(Given.ReadAfterHeader("Texte", "****LAB****", Potassium).Messages, document.Messages);
        Assert.Empty(document.Trailer);
    }

    [Fact]
    public void A_missing_end_of_message_is_a_warning()
    {
        HprimDocument document = Given.Read([.. Given.Header, "", "Texte"]);

        Assert.Equal([HprimDiagnosticCode.FinMissing, HprimDiagnosticCode.FinFichierMissing], Given.Codes(document));
        Assert.Equal(HprimSeverity.Warning, document.Diagnostics[0].Severity);
    }

    [Fact]
    public void Text_between_and_after_the_end_markers_is_kept_apart()
    {
        HprimDocument document = Given.Read([.. Given.Header, "", "Texte", "****FIN****", "", "entre", "****FINFICHIER****", "", "après", "****FIN****", "fin", ""]);

        Assert.Equal(["Texte"], Assert.Single(document.Messages).Body);
        Assert.Equal(["entre", "", "après", "fin"], document.Trailer);
    }

    [Fact]
    public void Two_patients_are_never_merged_even_when_FIN_is_missing_between_them()
    {
        HprimDocument document = Given.Read([
            .. Given.Header, "", "****LAB****", Potassium,
            .. s_other, "", "****LAB****", Sodium, "****FIN****", "****FINFICHIER****"]);

        Assert.Equal([("ESSAI", "K"), ("AUTRE", "NA")], document.Messages.Select(m => (m.Patient.FamilyName, Assert.Single(m.Results).Code)));
        Assert.Equal([HprimDiagnosticCode.FinMissing, HprimDiagnosticCode.SeveralMessages], Given.Codes(document));
    }

    [Fact]
    public void A_block_without_header_is_a_message_of_its_own_not_the_rest_of_the_one_before()
    {
        HprimDocument document = Given.Read([.. Given.Header, "", "****LAB****", Potassium, "****FIN****", "****LAB****", Sodium, "****FIN****"]);

        Assert.Equal(2, document.Messages.Count);
        Assert.Equal(HprimPatient.Unknown, document.Messages[1].Patient);
        Assert.Equal("K", Assert.Single(document.Messages[0].Results).Code);
    }

    [Fact]
    public void Files_put_end_to_end_are_all_read()
    {
        HprimDocument document = Given.Read([
            .. Given.Header, "", "A", "****FIN****", "****FINFICHIER****",
            .. s_other, "", "B", "****FIN****", "****FINFICHIER****"]);

        Assert.Equal([("ESSAI", "A"), ("AUTRE", "B")], document.Messages.Select(m => (m.Patient.FamilyName, m.BodyText)));
        Assert.Contains(HprimDiagnosticCode.MessageAfterEnd, Given.Codes(document));
    }

    [Fact]
    public void Lines_of_more_than_300_characters_are_whole()
    {
        string line = new('x', 5000);

        Assert.Equal([line], Given.ReadAfterHeader(line).Messages[0].Body);
    }

    [Fact]
    public void A_line_that_is_no_segment_is_kept_as_text_in_its_place()
    {
        HprimDocument document = Given.ReadAfterHeader("****LAB****", Potassium, "suite coupée par le courrier", Sodium);

        Assert.Equal(new HprimTextLine("suite coupée par le courrier"), document.Messages[0].Entries[1]);
        Assert.Equal([HprimDiagnosticCode.SegmentUnknown], Given.Codes(document));
    }

    [Fact]
    public void Text_lines_that_repeat_the_body_are_no_comment_of_a_result()
    {
        HprimMessage message = Given.ReadAfterHeader(
            "POTASSIUM    4,2 mmol/l", "****LAB****", Potassium, "TEX|  POTASSIUM    4,2 mmol/l", "TEX|plus loin", Sodium, "TEX|hémolyse", "TEX", "TEX|fin").Messages[0];

        Assert.Empty(message.Results.First().Comments);
        Assert.Equal(["hémolyse"], message.Results.Last().Comments);
        Assert.Equal(
            ["  POTASSIUM    4,2 mmol/l", "plus loin", "", "fin"],
            message.Entries.OfType<HprimTextLine>().Select(t => t.Text));
    }

    [Fact]
    public void A_thirteenth_line_that_is_not_blank_is_text()
    {
        HprimDocument document = Given.Read([.. Given.Header, "Cher confrère,", "****FIN****", "****FINFICHIER****"]);

        Assert.Equal(["Cher confrère,"], document.Messages[0].Body);
    }

    [Fact]
    public void A_header_alone_is_HPRIM_Medecin()
    {
        Assert.Equal(HprimFormat.Medecin, HprimFormatDetector.Detect(Given.Bytes(Given.Header)));
        Assert.Equal("ESSAI", Given.Read(Given.Header).Messages[0].Patient.FamilyName);
    }
}
