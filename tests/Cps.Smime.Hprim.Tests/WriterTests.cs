using System.Text;

namespace Cps.Smime.Hprim.Tests;

/// <summary>Writing: original bytes kept, new letters laid out as expected, nothing forged, nothing lost in silence.</summary>
public class WriterTests
{
    private static readonly HprimMessage s_letter = new()
    {
        Patient = new HprimPatient
        {
            Identifier = "42",
            FamilyName = "EXEMPLE",
            FirstName = "Zoé",
            AddressLine1 = "1 rue du Test",
            Postcode = "99999",
            City = "Ville Fictive",
            BirthDate = new DateOnly(2019, 1, 20),
            Nir = new HprimNir("2850399999999 68"),
        },
        Dossier = new HprimDossier("D-1", new DateOnly(2024, 6, 1)),
        Sender = new HprimParty("", "cabinet.fictif"),
        Addressee = new HprimParty("DOCTEST", "Docteur Modèle"),
        Body = ["Cher confrère,", "", "  tout va bien."],
        Entries =
        [
            new HprimTextLine("BIOCHIMIE"),
            new HprimResult("Glycémie", "GLYC", new HprimMeasurement(1.42m, "g/l", 0.74m, 1.06m))
            {
                LaboratoryFlag = HprimFlag.High,
                Status = HprimResultStatus.Validated,
                SecondMeasurement = new HprimMeasurement(7.88m, "mmol/l"),
                Comments = ["à jeun"],
            },
            new HprimTextLine(""),
            new HprimResult("Aspect", "ASPE", new HprimMeasurement("Limpide")),
        ],
    };

    private static HprimWriteResult Write(HprimMessage message, HprimWriterOptions? options = null) =>
        HprimWriter.Write(new HprimDocument(message), options ?? Given.WriterOptions);

    [Theory]
    [InlineData("01-medecin-lab-cp1252-crlf.hpr")]
    [InlineData("02-medecin-lettre-macroman-cr.hpm")]
    [InlineData("03-medecin-multi-quirks-utf8-lf.txt")]
    public void What_was_read_and_not_changed_is_written_byte_for_byte(string name)
    {
        byte[] bytes = Given.Sample(name);
        HprimDocument document = HprimReader.Read(bytes, Given.Options);

        Assert.True(document.IsUnchanged);
        Assert.Equal(bytes, HprimWriter.Write(document).Bytes.ToArray());
        HprimDocument touched = document with { Messages = [.. document.Messages.Select(m => m with { Body = [.. m.Body] })] };
        Assert.Equal(bytes, HprimWriter.Write(touched).Bytes.ToArray());
    }

    [Fact]
    public void Original_bytes_are_a_copy()
    {
        byte[] bytes = Given.Sample("01-medecin-lab-cp1252-crlf.hpr");
        HprimDocument document = HprimReader.Read(bytes, Given.Options);
        Array.Clear(bytes);

        Assert.Equal(Given.Sample("01-medecin-lab-cp1252-crlf.hpr"), HprimWriter.Write(document).Bytes.ToArray());
    }

    [Fact]
    public void A_changed_document_is_written_anew()
    {
        HprimDocument document = HprimReader.Read(Given.Sample("01-medecin-lab-cp1252-crlf.hpr"), Given.Options);
        HprimMessage message = document.Messages[0];
        HprimDocument changed = document with { Messages = [message with { Patient = message.Patient with { City = "AUTRE-VILLE" } }] };

        HprimWriteResult result = HprimWriter.Write(changed, Given.WriterOptions);

        Assert.False(changed.IsUnchanged);
        Assert.Empty(result.Diagnostics);
        string expected = Encoding.Latin1.GetString(Given.Sample("01-medecin-lab-cp1252-crlf.hpr")).Replace("99999 VILLE-FICTIVE", "99999 AUTRE-VILLE", StringComparison.Ordinal);
        Assert.Equal(expected, Encoding.Latin1.GetString(result.Bytes.Span));
    }

    [Fact]
    public void A_new_letter_has_twelve_header_lines_a_blank_one_and_both_end_markers()
    {
        HprimWriteResult result = Write(s_letter);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(
            """
            42
            EXEMPLE
            Zoé
            1 rue du Test

            99999 Ville Fictive
            20/01/2019
            2850399999999 68
            D-1
            01/06/2024
            .          cabinet.fictif
            DOCTEST    Docteur Modèle

            Cher confrère,

              tout va bien.
            ****LAB****
            TEX|BIOCHIMIE
            RES|Glycémie|GLYC|N|1.42|g/l|0.74|1.06|H|F|7.88|mmol/l
            TEX|à jeun
            TEX
            RES|Aspect|ASPE|A|Limpide
            ****FIN****
            ****FINFICHIER****

            """.ReplaceLineEndings("\r\n"),
            Encoding.Latin1.GetString(result.Bytes.Span));
        Assert.Equal([s_letter], HprimReader.Read(result.Bytes, Given.Options).Messages);
    }

    [Fact]
    public void Several_messages_and_text_after_the_end_are_written_and_read_back()
    {
        HprimDocument document = new(s_letter, s_letter with { Entries = [] }) { Trailer = ["mention légale"] };

        HprimWriteResult result = HprimWriter.Write(document, Given.WriterOptions);

        Assert.Equal(document, HprimReader.Read(result.Bytes, Given.Options));
    }

    [Theory]
    [InlineData(HprimEncoding.Windows1252, HprimLineEnding.Lf)]
    [InlineData(HprimEncoding.Utf8, HprimLineEnding.CrLf)]
    [InlineData(HprimEncoding.MacRoman, HprimLineEnding.Cr)]
    [InlineData(HprimEncoding.Utf16LittleEndian, HprimLineEnding.CrLf)]
    [InlineData(HprimEncoding.Utf16BigEndian, HprimLineEnding.Lf)]
    public void Other_encodings_and_line_endings_are_written_on_request(HprimEncoding encoding, HprimLineEnding ending)
    {
        HprimWriteResult result = Write(s_letter, Given.WriterOptions with { Encoding = encoding, LineEnding = ending });

        HprimDocument read = HprimReader.Read(result.Bytes, Given.Options);
        Assert.Equal(encoding, read.Encoding);
        Assert.Equal([s_letter], read.Messages);
        Assert.DoesNotContain(HprimDiagnosticCode.MixedLineEndings, Given.Codes(read));
    }

    [Theory]
    [InlineData("****FIN****")]
    [InlineData("  ****fin****  ")]
    [InlineData("****FINFICHIER****")]
    [InlineData("***LAB***")]
    [InlineData("voir ****FIN**** plus loin")]
    [InlineData("RES|Faux|F|N|1")]
    [InlineData("tex|faux")]
    [InlineData("une\nligne")]
    [InlineData("une\r****FIN****")]
    [InlineData("une\u0085ligne")]
    [InlineData("une\u2028ligne")]
    [InlineData("\u001b[2J")]
    [InlineData("nul\0")]
    public void A_body_line_that_would_forge_structure_is_refused_or_made_safe(string line)
    {
        HprimMessage message = s_letter with { Body = ["avant", line, "après"] };
        HprimWriterOptions options = Given.WriterOptions with { Encoding = HprimEncoding.Utf8 };

        Assert.False(HprimWriter.TryWrite(new HprimDocument(message), options, out _, out HprimFormatException? error));
        Assert.Equal((HprimErrorCode.UnsafeText, 15), (error.Code, error.Line));
        Assert.DoesNotContain(line, error.Message, StringComparison.Ordinal);

        HprimWriteResult result = Write(message, options with { OnUnsafeText = HprimOnProblem.Replace });
        Assert.Contains(result.Diagnostics, d => d is { Code: HprimDiagnosticCode.UnsafeText, Severity: HprimSeverity.Warning, Line: 15, Message: 1 });
        HprimMessage read = Assert.Single(HprimReader.Read(result.Bytes, Given.Options).Messages);
        Assert.Equal((3, "avant", "après"), (read.Body.Count, read.Body[0], read.Body[2]));
        Assert.Equal(s_letter with { Body = read.Body }, read);
    }

    [Theory]
    [InlineData("a|b")]
    [InlineData("a\r\nRES|faux|F|N|1")]
    [InlineData("****FIN****")]
    public void A_field_that_would_forge_structure_is_refused_or_made_safe(string text)
    {
        HprimMessage[] messages =
        [
            s_letter with { Entries = [new HprimResult(text, "C", new HprimMeasurement(1m, "u"))] },
            s_letter with { Entries = [new HprimResult("L", text, new HprimMeasurement(1m, "u"))] },
            s_letter with { Entries = [new HprimResult("L", "C", new HprimMeasurement(text))] },
            s_letter with { Entries = [new HprimResult("L", "C", new HprimMeasurement(1m, text))] },
            s_letter with { Entries = [new HprimResult("L", "C", new HprimMeasurement("1", "u", text, text))] },
            s_letter with { Entries = [new HprimResult("L", "C", new HprimMeasurement(1m, "u")) { LaboratoryFlagText = text }] },
            s_letter with { Entries = [new HprimResult("L", "C", new HprimMeasurement(1m, "u")) { StatusText = text }] },
            s_letter with { Entries = [new HprimResult("L", "C", new HprimMeasurement(1m, "u")) { KindText = text }] },
        ];
        foreach (HprimMessage message in messages)
        {
            Assert.False(HprimWriter.TryWrite(new HprimDocument(message), Given.WriterOptions, out _, out HprimFormatException? error));
            Assert.Equal(HprimErrorCode.UnsafeText, error.Code);

            HprimWriteResult result = Write(message, Given.WriterOptions with { OnUnsafeText = HprimOnProblem.Replace });
            HprimMessage read = Assert.Single(HprimReader.Read(result.Bytes, Given.Options).Messages);
            Assert.Empty(Assert.Single(read.Results).SurplusFields);
            Assert.Contains(HprimDiagnosticCode.UnsafeText, result.Diagnostics.Select(d => d.Code));
        }
    }

    [Fact]
    public void A_header_line_that_would_shift_the_header_is_refused()
    {
        foreach (HprimPatient patient in (HprimPatient[])[
            s_letter.Patient with { FamilyName = "A\nB" }, s_letter.Patient with { AddressLine1 = "****FIN****" }, s_letter.Patient with { City = "x\ry" }, s_letter.Patient with { FirstName = "RES|x|y|N" }])
        {
            Assert.Equal(HprimErrorCode.UnsafeText, Assert.Throws<HprimFormatException>(() => Write(s_letter with { Patient = patient })).Code);
        }
    }

    [Fact]
    public void A_text_after_the_end_that_is_a_whole_message_is_refused()
    {
        HprimDocument document = new(s_letter) { Trailer = [.. Given.Header, "", "faux message"] };

        Assert.Equal(HprimErrorCode.UnsafeText, Assert.Throws<HprimFormatException>(() => HprimWriter.Write(document, Given.WriterOptions)).Code);
    }

    [Fact]
    public void A_character_that_the_encoding_does_not_have_is_refused_or_replaced_and_reported()
    {
        HprimMessage message = s_letter with { Body = ["valeur ≤ 5 et 😀 Ā fin"] };

        HprimFormatException error = Assert.Throws<HprimFormatException>(() => Write(message));
        Assert.Equal(HprimErrorCode.UnencodableText, error.Code);
        Assert.Equal([(14, 8), (14, 15), (14, 18)], error.Diagnostics.Select(d => (d.Line, d.Column)));

        HprimWriteResult replaced = Write(message, Given.WriterOptions with { OnUnencodableText = HprimOnProblem.Replace });
        Assert.Equal(["valeur <= 5 et ? ? fin"], HprimReader.Read(replaced.Bytes, Given.Options).Messages[0].Body);
        Assert.Equal(3, replaced.Diagnostics.Count(d => d.Code == HprimDiagnosticCode.UnencodableText));

        HprimWriteResult utf8 = Write(message, Given.WriterOptions with { Encoding = HprimEncoding.Utf8 });
        Assert.Equal(message.Body, HprimReader.Read(utf8.Bytes, Given.Options).Messages[0].Body);
    }

    [Fact]
    public void The_characters_of_windows_1252_beyond_Latin_1_are_written()
    {
        HprimMessage message = s_letter with { Body = ["Le cœur – 12 € – « œdème » … l’été"] };

        Assert.Equal(message.Body, HprimReader.Read(Write(message).Bytes, Given.Options).Messages[0].Body);
    }

    [Fact]
    public void What_the_format_cannot_keep_is_reported()
    {
        HprimWriteResult result = Write(s_letter with { Sender = new HprimParty("deux mots", "nom") });

        Assert.Equal([new(HprimSeverity.Warning, HprimDiagnosticCode.TextNotKept, Message: 1)], result.Diagnostics);
    }

    [Fact]
    public void An_incomplete_identity_is_reported()
    {
        HprimWriteResult result = Write(s_letter with { Patient = s_letter.Patient with { BirthDate = HprimDate.None } });

        Assert.Equal([HprimDiagnosticCode.IdentityIncomplete], result.Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void An_empty_document_or_another_format_is_not_written()
    {
        Assert.Equal(HprimErrorCode.NothingToWrite, Assert.Throws<HprimFormatException>(() => HprimWriter.Write(new HprimDocument())).Code);
        HprimDocument other = new(s_letter) { Format = HprimFormat.Sante };
        Assert.Equal(HprimErrorCode.NothingToWrite, Assert.Throws<HprimFormatException>(() => HprimWriter.Write(other)).Code);
    }
}
