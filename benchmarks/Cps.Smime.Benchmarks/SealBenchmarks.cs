using BenchmarkDotNet.Attributes;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Benchmarks;

/// <summary>A letter with one attachment, signed and enveloped into an S/MIME message.</summary>
[MemoryDiagnoser]
public class SealBenchmarks : IDisposable
{
    private Bench _bench = null!;

    /// <summary>Length of the attachment in bytes.</summary>
    [Params(1_000, 100_000, 10_000_000, 100_000_000)]
    public int Length { get; set; }

    /// <summary>The content encryption.</summary>
    [Params(ContentEncryption.Aes256Cbc, ContentEncryption.Aes256Gcm)]
    public ContentEncryption Encryption { get; set; }

    /// <summary>Makes keys and certificates.</summary>
    [GlobalSetup]
    public void Setup() => _bench = new Bench();

    /// <summary>Forgets them.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Seals.</summary>
    [Benchmark]
    public Task Seal() => _bench.Mailbox.SealAsync(_bench.Letter(Length), _bench.Plan(Encryption), _bench.Signer, Stream.Null);
}
