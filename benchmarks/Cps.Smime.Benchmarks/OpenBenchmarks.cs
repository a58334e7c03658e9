using BenchmarkDotNet.Attributes;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Benchmarks;

/// <summary>The same message opened: decrypted, its signature verified and judged, its attachment decoded.</summary>
[MemoryDiagnoser]
public class OpenBenchmarks : IDisposable
{
    private Bench _bench = null!;
    private MemoryStream _message = null!;

    /// <summary>Length of the attachment in bytes.</summary>
    [Params(1_000, 100_000, 10_000_000, 100_000_000)]
    public int Length { get; set; }

    /// <summary>The content encryption.</summary>
    [Params(ContentEncryption.Aes256Cbc, ContentEncryption.Aes256Gcm)]
    public ContentEncryption Encryption { get; set; }

    /// <summary>Seals the message that is opened.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        _bench = new Bench();
        _message = new MemoryStream();
        await _bench.Mailbox.SealAsync(_bench.Letter(Length), _bench.Plan(Encryption), _bench.Signer, _message);
    }

    /// <summary>Forgets it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _bench.Dispose();
        _message.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens.</summary>
    [Benchmark]
    public async Task Open()
    {
        _message.Position = 0;
        using OpenedLetter letter = await _bench.Mailbox.OpenAsync(_message, [_bench.Recipient], _bench.Options);
        if (letter.Report.Verdict != Verdict.Valid)
        {
            throw new InvalidOperationException(letter.Report.ToSentence(TextLanguage.English));
        }

        foreach (Mime.MessagePart part in letter.Parts)
        {
            await using Stream content = part.OpenRead();
            await content.CopyToAsync(Stream.Null);
        }
    }
}
