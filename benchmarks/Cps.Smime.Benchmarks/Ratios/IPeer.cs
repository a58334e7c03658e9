namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>One way to seal and open S/MIME messages. An instance is used by one thread.</summary>
internal interface IPeer : IDisposable
{
    /// <summary>A short name without spaces.</summary>
    string Name { get; }

    /// <summary>What its figures include and leave out, in one line.</summary>
    string Work { get; }

    /// <summary>Why it cannot do this, or null when it can.</summary>
    string? Declines(Scenario scenario);

    /// <summary>Signs and encrypts the attachment into an S/MIME message.</summary>
    void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output);

    /// <summary>Decrypts and verifies a message and decodes its attachment. Throws when anything is wrong.</summary>
    void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment);
}
