namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>A product that reads what is written here and writes what is read here. Not for several threads.</summary>
internal interface IPeer : IDisposable
{
    string Name { get; }

    /// <summary>The version that was found.</summary>
    string Version { get; }

    /// <summary>What the product is known not to do, each with the words by which it says so.</summary>
    IReadOnlyList<PeerLimit> Limits { get; }

    /// <summary>Opens or verifies a message; the content comes back, and everyone who signed was verified.</summary>
    /// <param name="combination">What the message is.</param>
    /// <param name="message">The message.</param>
    /// <param name="content">The content of a detached signature; else it is for the product to find.</param>
    Task<byte[]> ReadAsync(Combination combination, byte[] message, byte[] content);

    /// <summary>Makes a message with that content.</summary>
    Task<byte[]> WriteAsync(Combination combination, byte[] content);
}
