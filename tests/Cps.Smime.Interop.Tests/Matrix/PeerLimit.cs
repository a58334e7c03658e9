namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>Something that a product cannot do.</summary>
/// <param name="Id">What the matrix says in such a cell.</param>
/// <param name="Words">Words of the product's own error; or of <see cref="PeerLacksException"/> where it has no way to be asked.</param>
/// <param name="Meaning">The reason, for people.</param>
/// <param name="Concerns">The lines in which these words are taken for this reason; anywhere else they are a failure.</param>
internal sealed record PeerLimit(string Id, string Words, string Meaning, Func<Combination, bool> Concerns);
