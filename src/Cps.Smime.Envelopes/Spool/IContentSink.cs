namespace Cps.Smime.Envelopes;

/// <summary>
/// Takes content while it is read or decrypted, before anything vouches for it. Internal on purpose: whoever implements it must keep what
/// it is given, and everything found in it, to itself until the reading method has returned. Called by one thread at a time.
/// </summary>
internal interface IContentSink
{
    /// <summary>Takes the next bytes. Must not throw because of what they are: only when they cannot be kept.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
