using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>How the recipients of an existing envelope change. Immutable.</summary>
public sealed record RewrapChanges
{
    /// <summary>The recipients to add. One whose certificate or key is a recipient already takes its place.</summary>
    public IReadOnlyCollection<EnvelopeRecipient> Add { get; init; } = [];

    /// <summary>The certificates whose recipients are removed.</summary>
    public IReadOnlyCollection<Certificate> Remove { get; init; } = [];

    /// <summary>The kinds of recipient that are removed altogether; for passwords and shared keys, which have no certificate.</summary>
    public IReadOnlyCollection<RecipientKind> RemoveKinds { get; init; } = [];
}
