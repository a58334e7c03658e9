using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>How the recipients of an existing envelope change, and how the changed one is written. Immutable.</summary>
public sealed record RewrapChanges
{
    /// <summary>The recipients to add. One whose certificate or key is a recipient already takes its place.</summary>
    public IReadOnlyCollection<EnvelopeRecipient> Add { get; init; } = [];

    /// <summary>The certificates whose recipients are removed.</summary>
    public IReadOnlyCollection<Certificate> Remove { get; init; } = [];

    /// <summary>The kinds of recipient that are removed altogether; for passwords and shared keys, which have no certificate.</summary>
    public IReadOnlyCollection<RecipientKind> RemoveKinds { get; init; } = [];

    /// <summary>
    /// Whether the changed message is written in DER, with definite lengths and sorted recipients. Its encrypted content then waits in a
    /// <see cref="ContentSpool"/>, because its length shows at its end. Default false: BER of indefinite length.
    /// </summary>
    public bool DefiniteLength { get; init; }
}
