using System.Text;

namespace Cps.Smime.Hprim.Tests;

/// <summary>What the tests start from: sample files, a plain letter, and a clock that stands still.</summary>
internal static class Given
{
    /// <summary>The day the tests run, whatever the calendar says: 15 June 2024.</summary>
    public static readonly HprimReaderOptions Options = new() { TimeProvider = new StoppedClock() };

    public static readonly HprimWriterOptions WriterOptions = new() { TimeProvider = new StoppedClock() };

    /// <summary>Twelve header lines about an invented patient.</summary>
    public static readonly string[] Header =
    [
        "0000000001", "ESSAI", "JULIE", "1 RUE DU TEST", "", "99999 VILLE-FICTIVE", "01/03/1985", "2850399999999 68",
        "2401150001", "15/01/2024", "LABTEST    Laboratoire Fictif", "DOCTEST    Docteur Modele",
    ];

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    public static byte[] Bytes(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");

    public static HprimDocument Read(params string[] lines) => HprimReader.Read(Bytes(lines), Options);

    /// <summary>A file with the header above, then these lines, then both end markers.</summary>
    public static HprimDocument ReadAfterHeader(params string[] lines) =>
        Read([.. Header, "", .. lines, "****FIN****", "****FINFICHIER****"]);

    /// <summary>A file whose header has this line at this place, from 1.</summary>
    public static HprimMessage ReadWithHeaderLine(int number, string line)
    {
        string[] header = [.. Header];
        header[number - 1] = line;
        return Assert.Single(Read([.. header, "", "Texte", "****FIN****", "****FINFICHIER****"]).Messages);
    }

    /// <summary>The only result of a file with this RES line.</summary>
    public static HprimResult ReadResult(string line) => Assert.Single(Assert.Single(ReadAfterHeader("****LAB****", line).Messages).Results);

    public static IEnumerable<HprimDiagnosticCode> Codes(HprimDocument document) => document.Diagnostics.Select(d => d.Code);

    private sealed class StoppedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2024, 6, 15, 12, 0, 0, TimeSpan.Zero);
    }
}
