namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>What became of one combination with one product in one direction.</summary>
/// <param name="Text">What the matrix says: <c>ok</c>, <c>weak</c>, or the identifier of a reason; empty when it failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
internal sealed record Cell(string Text, string? Failure)
{
    /// <summary>Read with the same content, every signature verified.</summary>
    public static Cell Ok { get; } = new("ok", null);

    /// <summary>The same, and reported as weak.</summary>
    public static Cell Weak { get; } = new("weak", null);

    public static Cell Because(string reason) => new(reason, null);

    public static Cell Failed(string what) => new("", what);
}
