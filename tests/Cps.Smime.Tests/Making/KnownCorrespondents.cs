using System.Collections.Concurrent;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tests;

/// <summary>A directory in memory that remembers what it was asked.</summary>
internal sealed class KnownCorrespondents : ICertificateDirectory
{
    private readonly Dictionary<string, List<DirectoryEntry>> _entries = new(StringComparer.Ordinal);

    public string Name => "mémoire";

    /// <summary>The addresses asked for.</summary>
    public ConcurrentQueue<EmailAddress> Questions { get; } = [];

    /// <summary>Thrown in place of an answer.</summary>
    public CpsException? Failure { get; init; }

    /// <summary>Publishes a certificate; the entry itself names no address.</summary>
    public KnownCorrespondents Publish(string address, params Certificate[] certificates) => Publish(address, new DirectoryEntry($"cn={address}", certificates));

    public KnownCorrespondents Publish(string address, DirectoryEntry entry)
    {
        if (!_entries.TryGetValue(address, out List<DirectoryEntry>? entries))
        {
            _entries[address] = entries = [];
        }

        entries.Add(entry);
        return this;
    }

    public ValueTask<DirectoryAnswer> FindAsync(EmailAddress address, CancellationToken cancellationToken = default)
    {
        Questions.Enqueue(address);
        return Failure is null
            ? ValueTask.FromResult(new DirectoryAnswer(Name, _entries.GetValueOrDefault(address.ToString()) ?? []))
            : throw Failure;
    }
}
