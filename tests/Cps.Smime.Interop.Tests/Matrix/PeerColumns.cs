using System.Collections.Concurrent;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The two columns of one product: every combination, in both directions. Each product is run once, whoever asks.</summary>
internal sealed class PeerColumns
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<PeerColumns>>> s_columns = new(StringComparer.Ordinal);

    private PeerColumns(IPeer peer)
    {
        Name = peer.Name;
        Version = peer.Version;
        Limits = peer.Limits;
    }

    public string Name { get; }

    public string Version { get; }

    public IReadOnlyList<PeerLimit> Limits { get; }

    /// <summary>Whether every cell is tried, as it is when the matrix is written; else a reason not to read is asked for once in each section.</summary>
    public static bool TriesAll => Environment.GetEnvironmentVariable("CPS_SMIME_WRITE_MATRIX") == "1";

    /// <summary>What the product made of messages that are written here.</summary>
    public Dictionary<Combination, Cell> Reads { get; } = [];

    /// <summary>What became here of messages that the product wrote.</summary>
    public Dictionary<Combination, Cell> Writes { get; } = [];

    public static Task<PeerColumns> OfAsync(string name) => s_columns.GetOrAdd(name, n => new Lazy<Task<PeerColumns>>(() => Task.Run(() => RunAsync(n)))).Value;

    private static async Task<PeerColumns> RunAsync(string name)
    {
        using IPeer peer = MatrixPeers.Open(name);
        PeerColumns columns = new(peer);
        HashSet<(string Section, string Reason)> given = [];
        foreach (Combination combination in Combinations.All)
        {
            Cell cell = Given(peer, combination, given) ?? await ReadAsync(peer, combination);
            given.Add((combination.Section, cell.Text));
            columns.Reads[combination] = cell;
            columns.Writes[combination] = await WriteAsync(peer, combination);
        }

        return columns;
    }

    // The reason that the product gave already in this section, where it concerns this line too.
    private static Cell? Given(IPeer peer, Combination combination, HashSet<(string Section, string Reason)> given)
    {
        PeerLimit? limit = TriesAll || combination.NotWritten is not null ? null
            : peer.Limits.FirstOrDefault(l => l.Concerns(combination) && given.Contains((combination.Section, l.Id)));
        return limit is null ? null : Cell.Because(limit.Id);
    }

    private static async Task<Cell> ReadAsync(IPeer peer, Combination combination)
    {
        if (combination.NotWritten is { } reason)
        {
            return Cell.Because(reason.Id);
        }

        byte[] message = await OwnWriting.WriteOnceAsync(combination);
        if (CheckEncoding(combination, message) is { } wrong)
        {
            return Cell.Failed(wrong);
        }

        try
        {
            byte[] content = await peer.ReadAsync(combination, message, MatrixPki.Content);
            return content.AsSpan().SequenceEqual(MatrixPki.Content) ? Cell.Ok : Cell.Failed("the content is another one");
        }
        catch (Exception e)
        {
            return Explain(peer, combination, e);
        }
    }

    private static async Task<Cell> WriteAsync(IPeer peer, Combination combination)
    {
        byte[] message;
        try
        {
            message = await peer.WriteAsync(combination, MatrixPki.Content);
        }
        catch (Exception e)
        {
            return Explain(peer, combination, e);
        }

        try
        {
            await OwnReading.ReadAsync(combination, message);
        }
        catch (Exception e)
        {
            return Cell.Failed("here: " + e);
        }

        return CheckEncoding(combination, message) is { } wrong ? Cell.Failed(wrong) : combination.IsWeak ? Cell.Weak : Cell.Ok;
    }

    private static Cell Explain(IPeer peer, Combination combination, Exception error)
    {
        PeerLimit? limit = peer.Limits.FirstOrDefault(l => error.ToString().Contains(l.Words, StringComparison.Ordinal) && l.Concerns(combination));
        return limit is null ? Cell.Failed(error.ToString()) : Cell.Because(limit.Id);
    }

    private static string? CheckEncoding(Combination combination, byte[] message) => combination.Encoding switch
    {
        MessageEncoding.Der when message[1] == 0x80 => "the message is not of definite length",
        MessageEncoding.Ber when message[1] != 0x80 => "the message is not of indefinite length",
        _ => null,
    };
}
