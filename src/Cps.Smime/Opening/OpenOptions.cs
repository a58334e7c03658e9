namespace Cps.Smime;

/// <summary>What the caller knows of a message that is opened. Immutable.</summary>
public sealed record OpenOptions
{
    /// <summary>When the message was received: the time at which certificates must be valid. Null for now.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>
    /// The national identifier (PS_IdNat, for example <c>899900038839</c>) of the person whose signature is expected, when the caller knows
    /// whose address the sender's is. Null when not known.
    /// </summary>
    public string? ExpectedNationalId { get; init; }
}
