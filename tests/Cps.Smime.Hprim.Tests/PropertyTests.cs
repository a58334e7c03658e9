using System.Text;
using CsCheck;

namespace Cps.Smime.Hprim.Tests;

/// <summary>What holds for any letter and any bytes. Each test prints the seed it ran with.</summary>
public class PropertyTests
{
    private static readonly Gen<string> s_word = Gen.String[Gen.Char["ABCDEFéàçïœ€ZÉabcxyz0123456789-'&<>.,;µ\"#"], 1, 12].Select(s => "x" + s);

    private static readonly Gen<string> s_free =
        Gen.String[Gen.Char["ABéà xyz 0123|*<>&#;\t-.,"], 0, 30].Where(s => !s.Contains("***", StringComparison.Ordinal));

    private static readonly Gen<DateOnly> s_date = Gen.Int[0, 45000].Select(d => new DateOnly(1901, 1, 1).AddDays(d));

    private static readonly Gen<HprimMeasurement> s_measurement =
        Gen.Select(Gen.Decimal[-100000m, 100000m], s_word, Gen.Decimal[0m, 50m], Gen.Decimal[50m, 100m], Gen.Int[0, 3])
            .Select((value, unit, lower, upper, shape) => shape switch
            {
                0 => new HprimMeasurement(decimal.Round(value, 3), unit, decimal.Round(lower, 2), decimal.Round(upper, 2)),
                1 => new HprimMeasurement("< " + decimal.Round(lower, 2).ToString(System.Globalization.CultureInfo.InvariantCulture), unit),
                2 => new HprimMeasurement(unit, "", "", "négatif"),
                _ => new HprimMeasurement(decimal.Round(value), "%"),
            });

    private static readonly Gen<HprimEntry> s_entry = Gen.Select(s_word, s_word, s_measurement, s_measurement, Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 4])
        .Select((label, code, first, second, flag, status, shape) => shape == 0
            ? new HprimTextLine("")
            : (HprimEntry)new HprimResult(label, code, first)
            {
                LaboratoryFlag = (HprimFlag)flag,
                Status = (HprimResultStatus)status,
                SecondMeasurement = shape == 1 ? second : null,
                Comments = shape == 2 ? [label + " commentaire", code] : [],
            });

    private static readonly Gen<HprimPatient> s_patient = Gen.Select(s_word, s_word, s_word, s_word, s_date, Gen.Bool)
        .Select((name, first, street, city, birth, hasNir) => new HprimPatient
        {
            Identifier = name,
            FamilyName = name,
            FirstName = first,
            AddressLine1 = street,
            Postcode = "99999",
            City = city,
            BirthDate = birth,
            Nir = hasNir ? new HprimNir("2850399999999 68") : HprimNir.None,
        });

    private static readonly Gen<HprimMessage> s_message = Gen.Select(s_patient, s_date, s_word, s_word, s_free.Array[0, 6], s_entry.Array[0, 6])
        .Select((patient, date, code, name, body, entries) => new HprimMessage
        {
            Patient = patient,
            Dossier = new HprimDossier(code, date),
            Sender = new HprimParty(code, name + " et Cie"),
            Addressee = new HprimParty("", name),
            Body = [.. body],
            Entries = [.. entries],
        });

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        Gen.Select(s_message.Array[1, 3], OneOf(HprimEncoding.Windows1252, HprimEncoding.Utf8, HprimEncoding.Utf16LittleEndian)).Sample(
            (messages, encoding) =>
            {
                HprimDocument document = new(messages);
                HprimWriteResult written = HprimWriter.Write(document, Given.WriterOptions with { Encoding = encoding });
                HprimDocument read = HprimReader.Read(written.Bytes, Given.Options with { Encoding = encoding });
                Assert.Equal(document, read);
                Assert.Empty(written.Diagnostics);
                Assert.Equal(
                    written.Bytes.ToArray(),
                    HprimWriter.Write(read, Given.WriterOptions with { Encoding = encoding, AlwaysRewrite = true }).Bytes.ToArray());
            },
            writeLine: Print, seed: Seed(), iter: 400);
    }

    [Fact]
    public void No_text_whatever_adds_a_message_or_a_result()
    {
        Gen<string> hostile = Gen.OneOf(
            Gen.String[Gen.Char["*|\r\n FINLABRESTEX0\u0085\u2028\0\u001b"], 0, 40],
            OneOf("****FIN****", "****LAB****", "\r\n****FIN****\r\n", "RES|a|b|N|1", "TEX|x", "\n****FINFICHIER****\n", "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p"));
        Gen.Select(s_message, hostile, hostile, hostile, hostile).Sample(
            (message, a, b, c, d) =>
            {
                HprimMessage attacked = message with
                {
                    Patient = message.Patient with { AddressLine2 = a, City = b },
                    Sender = new HprimParty("code", c),
                    Body = [a, b, c],
                    Entries = [new HprimTextLine(d), new HprimResult(a, b, new HprimMeasurement(c, d, a, b)) { Comments = [d] }],
                };
                HprimWriteResult written = HprimWriter.Write(
                    new HprimDocument(attacked),
                    Given.WriterOptions with { Encoding = HprimEncoding.Utf8, OnUnsafeText = HprimOnProblem.Replace });
                HprimDocument read = HprimReader.Read(written.Bytes, Given.Options);
                Assert.Equal(message.Patient.FamilyName, Assert.Single(read.Messages).Patient.FamilyName);
                Assert.Single(read.Messages[0].Results);
                Assert.Equal(3, read.Messages[0].Body.Count);
            },
            writeLine: Print, seed: Seed(), iter: 1000);
    }

    [Fact]
    public void Any_bytes_give_a_document_or_one_typed_error_and_both_views_stay_strict()
    {
        int seed = Environment.TickCount;
        Print($"seed {seed}");
        Random random = new(seed);
        byte[][] samples = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "0*").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        long end = Environment.TickCount64 + 3000;
        int count = 0;
        int read = 0;
        while (Environment.TickCount64 < end || count < 300)
        {
            byte[] bytes = Mutate(samples[random.Next(samples.Length)], samples[random.Next(samples.Length)], random);
            try
            {
                count++;
                if (HprimReader.TryRead(bytes, Given.Options with { MaxDiagnostics = 20 }, out HprimDocument? document, out HprimFormatException? error))
                {
                    read++;
                    Assert.Equal(bytes, HprimWriter.Write(document).Bytes.ToArray());
                    HtmlCheck.Read(HprimHtmlView.Render(document));
                    Assert.DoesNotContain(HprimTextView.Render(document), c => char.IsControl(c) && c is not ('\n' or '\t'));
                    HprimWriter.TryWrite(document, Given.WriterOptions with { AlwaysRewrite = true }, out _, out _);
                }
                else
                {
                    Assert.NotEmpty(error.Describe(HprimLanguage.French));
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, file {count}, {Convert.ToBase64String(bytes)}\n{e}");
            }
        }

        Print($"{count} files, {read} read");
        Assert.True(read > 50 && read < count, $"seed {seed}: {read} of {count} files were read, the mutations are too gentle or too harsh");
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        List<byte> mutated = [.. bytes];
        byte[][] tokens = [.. new[] { "****FIN****", "****LAB****", "****FINFICHIER****", "RES|", "TEX", "|", "\r", "\n", "<script>", "&#x202e;", "\u001b[", "H|~^\\&|", "é", "99/99/9999", "-", "9999999999999999999999999" }
            .Select(Encoding.UTF8.GetBytes)];
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            int at = random.Next(mutated.Count + 1);
            int length = Math.Min(random.Next(1, 80), mutated.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    mutated.RemoveRange(at, length);
                    break;
                case 1:
                    mutated.InsertRange(at, tokens[random.Next(tokens.Length)]);
                    break;
                case 2 when at < mutated.Count:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 3:
                    mutated.InsertRange(at, mutated.GetRange(at, length));
                    break;
                default:
                    mutated.InsertRange(at, other.AsSpan(random.Next(other.Length)).ToArray());
                    break;
            }
        }

        return [.. mutated];
    }

    /// <summary>A new seed each run; a failure prints the one to give to CsCheck to run it again.</summary>
    private static string Seed()
    {
        string seed = new PCG((uint)Random.Shared.Next(1, 1000), (ulong)Random.Shared.NextInt64()).ToString();
        Print($"seed {seed}");
        return seed;
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
