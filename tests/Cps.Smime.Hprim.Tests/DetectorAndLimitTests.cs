using System.Text;

namespace Cps.Smime.Hprim.Tests;

/// <summary>What a file is, and how large it may be.</summary>
public class DetectorAndLimitTests
{
    [Theory]
    [InlineData("H|~^\\&|X.HPR||L||ORU", HprimFormat.Sante)]
    [InlineData("\u0002\r\nH|~^\\&|X.HPR||L||ORU", HprimFormat.Sante)]
    [InlineData("H|^~\\&|x", HprimFormat.Sante)]
    [InlineData("H|\\^&~|x", HprimFormat.Sante)]
    [InlineData("H|\\^~|x", HprimFormat.Sante)]
    [InlineData("H|^~&|x", HprimFormat.Sante)]
    [InlineData("Hx~^\\&x", HprimFormat.Unknown)]
    [InlineData("H|abc|", HprimFormat.Unknown)]
    [InlineData("H|", HprimFormat.Unknown)]
    [InlineData("<?xml version=\"1.0\"?><evenementsPatients xmlns=\"http://www.hprim.org/hprimXML\"/>", HprimFormat.Xml)]
    [InlineData("<html></html>", HprimFormat.Unknown)]
    [InlineData("%PDF-1.7", HprimFormat.Pdf)]
    [InlineData("\r\n %PDF-1.4", HprimFormat.Pdf)]
    [InlineData("une lettre quelconque", HprimFormat.Unknown)]
    [InlineData("", HprimFormat.Unknown)]
    [InlineData("****FIN****", HprimFormat.Medecin)]
    [InlineData("RES|a|b|N", HprimFormat.Medecin)]
    [InlineData("RES|a", HprimFormat.Unknown)]
    public void The_content_tells_the_format(string content, HprimFormat expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);

        Assert.Equal(expected, HprimFormatDetector.Detect(bytes));
        bool isRead = HprimReader.TryRead(bytes, Given.Options, out HprimDocument? document, out HprimFormatException? error);
        Assert.Equal(expected == HprimFormat.Medecin, isRead);
        Assert.Equal(isRead ? null : expected, error?.Format);
        Assert.Equal(isRead ? expected : null, document?.Format);
    }

    [Fact]
    public void The_caller_may_say_the_format_of_a_text_that_shows_no_sign_of_it() =>
        Assert.Equal(["une lettre"], HprimReader.Read("une lettre"u8.ToArray(), Given.Options with { Format = HprimFormat.Medecin }).Messages[0].Body);

    [Fact]
    public void Each_limit_is_one_typed_error()
    {
        byte[] two = Given.Bytes([.. Given.Header, "", "A", "****FIN****", .. Given.Header, "", "B", "****FIN****", "****FINFICHIER****"]);

        Assert.Equal(HprimErrorCode.Empty, ErrorOf([], Given.Options));
        Assert.Equal(HprimErrorCode.FileTooLarge, ErrorOf(two, Given.Options with { MaxFileBytes = two.Length - 1 }));
        Assert.Equal(HprimErrorCode.LineTooLong, ErrorOf(two, Given.Options with { MaxLineLength = 28 }));
        Assert.Equal(HprimErrorCode.TooManyLines, ErrorOf(two, Given.Options with { MaxLines = 30 }));
        Assert.Equal(HprimErrorCode.TooManyMessages, ErrorOf(two, Given.Options with { MaxMessages = 1 }));
        HprimReaderOptions exact = Given.Options with { MaxFileBytes = two.Length, MaxLineLength = 29, MaxLines = 31, MaxMessages = 2 };
        Assert.Equal(2, HprimReader.Read(two, exact).Messages.Count);
    }

    [Fact]
    public void A_stream_is_read_to_one_byte_over_the_limit_and_no_further()
    {
        using MemoryStream stream = new(new byte[1_000_000]);

        HprimFormatException error = Assert.Throws<HprimFormatException>(() => HprimReader.Read(stream, Given.Options with { MaxFileBytes = 1000 }));

        Assert.Equal((HprimErrorCode.FileTooLarge, 1001L), (error.Code, stream.Position));
    }

    [Fact]
    public void A_stream_gives_the_same_document_as_its_bytes()
    {
        byte[] bytes = Given.Sample("03-medecin-multi-quirks-utf8-lf.txt");
        using MemoryStream stream = new(bytes);

        HprimDocument document = HprimReader.Read(stream, Given.Options);

        Assert.Equal(HprimReader.Read(bytes, Given.Options), document);
        Assert.Equal(bytes, document.OriginalBytes.ToArray());
    }

    [Fact]
    public void Diagnostics_are_limited_and_the_limit_is_said()
    {
        byte[] bytes = Given.Bytes([.. Given.Header, "", "****LAB****", .. Enumerable.Repeat("RES|a|b|N|texte", 100), "****FIN****"]);

        HprimDocument document = HprimReader.Read(bytes, Given.Options with { MaxDiagnostics = 10 });

        Assert.Equal((11, HprimDiagnosticCode.TooManyDiagnostics), (document.Diagnostics.Count, document.Diagnostics[^1].Code));
    }

    [Fact]
    public void Every_diagnostic_and_error_has_words_in_both_languages()
    {
        foreach (HprimDiagnosticCode code in Enum.GetValues<HprimDiagnosticCode>())
        {
            HprimDiagnostic diagnostic = new(HprimSeverity.Warning, code);
            Assert.NotEqual(diagnostic.Describe(HprimLanguage.French), diagnostic.Describe(HprimLanguage.English));
        }

        foreach (HprimErrorCode code in Enum.GetValues<HprimErrorCode>())
        {
            HprimFormatException error = new(code, HprimFormat.Pdf);
            Assert.NotEqual(error.Describe(HprimLanguage.French), error.Describe(HprimLanguage.English));
        }
    }

    [Fact]
    public void No_error_or_log_line_holds_patient_data()
    {
        HprimDocument document = HprimReader.Read(Given.Sample("01-medecin-lab-cp1252-crlf.hpr"), Given.Options);
        string logged = string.Join('\n', [document.ToString(), document.Messages[0].ToString(), document.Messages[0].Patient.ToString(), .. document.Diagnostics.Select(d => d.ToString())]);

        Assert.DoesNotContain("ESSAI", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("1985", logged, StringComparison.Ordinal);
    }

    private static HprimErrorCode ErrorOf(byte[] bytes, HprimReaderOptions options)
    {
        Assert.False(HprimReader.TryRead(bytes, options, out _, out HprimFormatException? error));
        Assert.Equal(error.Code, Assert.Throws<HprimFormatException>(() => HprimReader.Read(bytes, options)).Code);
        return error.Code;
    }
}
