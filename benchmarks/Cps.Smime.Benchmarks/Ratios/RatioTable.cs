using System.Diagnostics;
using System.Globalization;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>
/// Prints how this library compares with its peers and with the limit of the machine: a table for people, and one line
/// <c>ratio OPERATION SIZE PEER VALUE</c> each, where the value says how many times faster this library is (0.85 of the limit: 85 % of what
/// the machine allows).
/// </summary>
internal static class RatioTable
{
    private const int BatchLength = 24;
    private const int LargeMemory = 256 * 1024 * 1024;

    private static bool s_openSslProcess = !LibCrypto.IsPresent;

    private static readonly Func<Material, IPeer>[] s_peers =
    [
        m => new CpsPeer(m), m => new MachineLimit(m), m => new CpsPeer(m, LargeMemory),
        m => s_openSslProcess ? new OpenSslProcessPeer(m) : new OpenSslPeer(m), m => new PlatformPeer(m), m => new BouncyCastlePeer(m), m => new MimeKitPeer(m),
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="only">Only operations whose name holds this; null for all.</param>
    /// <param name="openSslProcess">Whether OpenSSL runs as a program even where its library can be loaded.</param>
    public static void Run(string? only, bool openSslProcess)
    {
        s_openSslProcess |= openSslProcess;
        long start = Stopwatch.GetTimestamp();
        using Material material = new();
        Print("Processor time of one thread (elapsed time for batches, 1t and 2t); medians of interleaved rounds; xN: times faster is Cps.Smime.");
        IPeer[] peers = [.. s_peers.Select(p => p(material))];
        foreach (IPeer peer in peers)
        {
            Print($"{peer.Name}: {peer.Work}");
        }

        foreach (Scenario scenario in Scenarios().Where(s => only is null || (s.Operation + "/" + s.Size).Contains(only, StringComparison.Ordinal)))
        {
            Print("");
            Print($"{scenario.Operation} {scenario.Size}   [{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s]");
            material.KeepOnly(scenario.Length);
            Measure(scenario, material, peers);
        }

        foreach (IPeer peer in peers)
        {
            peer.Dispose();
        }
    }

    private static IEnumerable<Scenario> Scenarios()
    {
        ContentEncryption[] encryptions = [ContentEncryption.Aes256Cbc, ContentEncryption.Aes256Gcm];
        bool[] both = [true, false];
        foreach (int length in (int[])[1_000, 100_000, 10_000_000, 100_000_000])
        {
            foreach ((bool isSeal, ContentEncryption encryption) in both.SelectMany(_ => encryptions, (s, e) => (s, e)))
            {
                yield return new Scenario(isSeal, length, encryption);
            }

            if (length == 1_000)
            {
                foreach ((bool isSeal, int threads) in both.SelectMany(_ => (int[])[1, 2], (s, t) => (s, t)))
                {
                    yield return new Scenario(isSeal, length, ContentEncryption.Aes256Cbc, Threads: threads);
                }
            }

            if (length == 100_000)
            {
                foreach (bool isSeal in both)
                {
                    yield return new Scenario(isSeal, length, ContentEncryption.Aes256Cbc, Material.ManyRecipients);
                }
            }
        }
    }

    private static void Measure(Scenario scenario, Material material, IPeer[] peers)
    {
        bool isLarge = scenario.Length >= 100_000_000;
        List<(string Name, Action Work)> work = [];
        foreach (IPeer peer in peers)
        {
            if (peer.Declines(scenario) is { } reason)
            {
                Print($"  {peer.Name,-24} -  {reason}");
                continue;
            }

            Action one = One(scenario, material, peer, peers[0]);
            if (peer is not MachineLimit && !isLarge)
            {
                // At 100 MB the same code runs as at 10 MB, and a check costs as much as a measurement.
                Check(scenario, material, peer, peers[0]);
            }

            work.Add((peer.Name, one));
        }

        if (scenario.Threads > 0)
        {
            work = [.. work.Select((w, i) => (w.Name, Batch(scenario, material, Array.IndexOf(s_peers, s_peers[IndexOf(peers, w.Name)]))))];
        }

        TimeSpan share = TimeSpan.FromSeconds(isLarge ? 1.5 : scenario.Length >= 10_000_000 ? 0.8 : 0.35);
        Measurement measured = Measurement.Run(work, share, warmUp: !isLarge, scenario.Threads > 0 ? Measurement.ElapsedClock : Measurement.ProcessorClock);
        foreach (string name in measured.Names)
        {
            double milliseconds = measured.Median(name);
            int letters = scenario.Threads > 0 ? BatchLength * scenario.Threads : 1;
            Print($"  {name,-24} {milliseconds / letters,10:F3} ms  {scenario.Length / 1000.0 * letters / milliseconds,8:F1} MB/s  {1000 * letters / milliseconds,8:F1}/s  x{measured.Ratio(peers[0].Name, name),-7:F2} ({measured.Count(name)} samples)");
        }

        foreach (string name in measured.Names.Skip(1))
        {
            Print($"ratio {scenario.Operation} {scenario.Size} {name} {measured.Ratio(peers[0].Name, name):F3}");
        }
    }

    private static int IndexOf(IPeer[] peers, string name) => Array.FindIndex(peers, p => p.Name == name);

    private static Action One(Scenario scenario, Material material, IPeer peer, IPeer sealer)
    {
        ReadOnlyMemory<byte> attachment = material.Attachment(scenario.Length);
        if (scenario.IsSeal)
        {
            return () => peer.Seal(scenario, attachment, Stream.Null);
        }

        ReadOnlyMemory<byte> message = material.Message(scenario, sealer);
        return () => peer.Open(scenario, message, Stream.Null);
    }

    // Every thread has peers of its own, and all threads start together.
    private static Action Batch(Scenario scenario, Material material, int peer)
    {
        Action[] work = [.. Enumerable.Range(0, scenario.Threads).Select(_ => One(scenario, material, s_peers[peer](material), s_peers[0](material)))];
        return () =>
        {
            Thread[] threads = [.. work.Select(w => new Thread(() =>
            {
                for (int i = 0; i < BatchLength; i++)
                {
                    w();
                }
            }))];
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());
        };
    }

    // What a peer makes must open here, and what it opens must be the attachment: no figure for work that was not done.
    private static void Check(Scenario scenario, Material material, IPeer peer, IPeer opener)
    {
        ReadOnlyMemory<byte> message = material.Message(scenario, opener);
        if (scenario.IsSeal)
        {
            MemoryStream made = new(message.Length + 100_000);
            peer.Seal(scenario, material.Attachment(scenario.Length), made);
            message = made.GetBuffer().AsMemory(0, (int)made.Length);
            peer = opener;
        }

        MemoryStream attachment = new(scenario.Length + 1);
        peer.Open(scenario, message, attachment);
        if (!attachment.GetBuffer().AsSpan(0, (int)attachment.Length).SequenceEqual(material.Attachment(scenario.Length).Span))
        {
            throw new InvalidOperationException($"{peer.Name} gave another attachment for {scenario.Operation} {scenario.Size}.");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine(line);
}
