using System.Text;

namespace Cps.Smime.Hprim.Tests;

/// <summary>Which encoding is detected, and what is undone or reported.</summary>
public class EncodingTests
{
    private static readonly string s_text = string.Join("\r\n", [.. Given.Header, "", "Sérologie à contrôler chez l'élève", "****FIN****", "****FINFICHIER****", ""]);

    private static Encoding CodePage(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number)!;

    private static HprimDocument Read(byte[] bytes, HprimEncoding? encoding = null) => HprimReader.Read(bytes, Given.Options with { Encoding = encoding });

    [Fact]
    public void Each_encoding_is_told_from_its_bytes()
    {
        (HprimEncoding Expected, byte[] Bytes)[] files =
        [
            (HprimEncoding.Utf8, Encoding.UTF8.GetBytes(s_text)),
            (HprimEncoding.Utf8, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(s_text)]),
            (HprimEncoding.Utf16LittleEndian, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(s_text)]),
            (HprimEncoding.Utf16BigEndian, [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(s_text)]),
            (HprimEncoding.Windows1252, CodePage(1252).GetBytes(s_text)),
            (HprimEncoding.Windows1252, CodePage(1252).GetBytes(s_text.Replace("\r\n", "\r", StringComparison.Ordinal))),
            (HprimEncoding.MacRoman, CodePage(10000).GetBytes(s_text)),
            (HprimEncoding.MacRoman, CodePage(10000).GetBytes(s_text.Replace("\r\n", "\r", StringComparison.Ordinal))),
        ];

        foreach ((HprimEncoding expected, byte[] bytes) in files)
        {
            HprimDocument document = Read(bytes);
            Assert.Equal(expected, document.Encoding);
            Assert.Equal(["Sérologie à contrôler chez l'élève"], document.Messages[0].Body);
            Assert.Equal(bytes, document.OriginalBytes.ToArray());
        }
    }

    [Fact]
    public void Plain_ASCII_is_said_so() =>
        Assert.Equal(HprimEncoding.Ascii, Given.ReadAfterHeader("Texte").Encoding);

    [Fact]
    public void Code_page_850_is_read_only_when_asked_for()
    {
        byte[] bytes = CodePage(850).GetBytes(s_text);

        Assert.Equal(["Sérologie à contrôler chez l'élève"], Read(bytes, HprimEncoding.CodePage850).Messages[0].Body);
        Assert.NotEqual(HprimEncoding.CodePage850, Read(bytes).Encoding);
    }

    [Theory]
    [InlineData(1252)]
    [InlineData(10000)]
    [InlineData(65001)]
    public void Text_encoded_twice_is_read_as_it_was_meant(int savedAs)
    {
        string seen = CodePage(1252).GetString(Encoding.UTF8.GetBytes(s_text));
        byte[] bytes = (savedAs == 65001 ? Encoding.UTF8 : CodePage(savedAs)).GetBytes(savedAs == 10000 ? seen.Replace("\r\n", "\r", StringComparison.Ordinal) : seen);

        HprimDocument document = Read(bytes);

        Assert.Equal(["Sérologie à contrôler chez l'élève"], document.Messages[0].Body);
        Assert.Equal(bytes, HprimWriter.Write(document).Bytes.ToArray());
        if (savedAs != 1252)
        {
            // Saved as Windows-1252 the bytes are plain UTF-8 again: there is nothing to undo.
            Assert.Contains(HprimDiagnosticCode.DoubleEncodingUndone, Given.Codes(document));
            Assert.NotEqual(document.Messages, HprimReader.Read(bytes, Given.Options with { UndoDoubleEncoding = false }).Messages);
        }
    }

    [Fact]
    public void Letters_that_only_look_encoded_twice_are_left_as_they_are()
    {
        string text = s_text.Replace("Sérologie à contrôler chez l'élève", "CAFÉ€", StringComparison.Ordinal);

        HprimDocument document = Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(["CAFÉ€"], document.Messages[0].Body);
        Assert.DoesNotContain(HprimDiagnosticCode.DoubleEncodingUndone, Given.Codes(document));
    }

    [Fact]
    public void Bytes_without_meaning_are_reported()
    {
        HprimDocument document = Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(s_text), 0x41]);

        Assert.Contains(HprimDiagnosticCode.InvalidBytes, Given.Codes(document));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Every_line_ending_is_accepted(string ending)
    {
        HprimDocument document = Read(Encoding.UTF8.GetBytes(s_text.Replace("\r\n", ending, StringComparison.Ordinal)));

        Assert.Equal(["Sérologie à contrôler chez l'élève"], document.Messages[0].Body);
        Assert.Empty(document.Diagnostics);
    }

    [Fact]
    public void Stray_carriage_returns_are_reported()
    {
        HprimDocument document = Read(Encoding.UTF8.GetBytes(s_text.Replace("Sérologie à", "Sérologie\rà", StringComparison.Ordinal)));

        Assert.Equal(["Sérologie", "à contrôler chez l'élève"], document.Messages[0].Body);
        Assert.Equal([HprimDiagnosticCode.MixedLineEndings], Given.Codes(document));
    }
}
