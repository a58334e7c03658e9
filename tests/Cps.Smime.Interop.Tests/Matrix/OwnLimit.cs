namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>Why this library does not write something that it reads.</summary>
/// <param name="Id">What the matrix says in such a cell.</param>
/// <param name="Meaning">The reason.</param>
/// <param name="HasWriter">Whether there is a writer that could be asked, and that refuses.</param>
internal sealed record OwnLimit(string Id, string Meaning, bool HasWriter = true)
{
    public static readonly OwnLimit Old = new("w1", "not written by design: an algorithm of old mail, read where a call allows it");

    public static readonly OwnLimit Sha1 = new("w2", "not written by design: SHA-1 in OAEP and in key derivation harms nobody and is read, but nothing new is made with it");

    public static readonly OwnLimit Ccm = new("w3", "not written by design: AES-CCM cannot be streamed, because its first block holds the length; GCM is written");

    public static readonly OwnLimit Digest = new("w4", "not written by design: with a curve goes a digest that is not longer than its order");

    public static readonly OwnLimit NoWriter = new("w5", "not written: mail has no use for it, and there is no writer", HasWriter: false);

    public static readonly OwnLimit Definite = new("w6", "not written: content of a length not known beforehand is written as a stream, in BER", HasWriter: false);

    public static readonly OwnLimit Indefinite = new("w7", "not written: what is short is written at once, in DER", HasWriter: false);

    public static IReadOnlyList<OwnLimit> All { get; } = [Old, Sha1, Ccm, Digest, NoWriter, Definite, Indefinite];
}
