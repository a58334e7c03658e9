using CsCheck;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// Messages in messages, of every content type, for every kind of recipient, by every kind of signer, written and read in pieces of any
/// length and re-encoded in any form of BER: each layer opens to exactly what was put into it. A failure prints the seed that repeats it.
/// </summary>
public sealed class NestedMessageTests
{
    private static readonly CmsContentType[] s_types =
    [
        CmsContentType.SignedData, CmsContentType.EnvelopedData, CmsContentType.AuthEnvelopedData, CmsContentType.CompressedData, CmsContentType.DigestedData, CmsContentType.EncryptedData,
    ];

    private static readonly Gen<bool[]> s_chosen = Gen.Int[0, 5].Array[11].Select(Gen.Int[0, 40], (dice, password) => dice.Select((d, i) => i == 10 ? password == 0 : d == 0).ToArray());

    private static readonly Gen<Layer> s_layers = Gen.Select(
        Gen.Int[0, s_types.Length - 1].Select(i => s_types[i]), Gen.Int[0, 1000], s_chosen, Gen.Bool, Gen.Bool,
        Gen.OneOf(Gen.Const(1), Gen.Int[1, 50], Gen.Int[1000, 70_000]), Gen.OneOf(Gen.Const(0), Gen.Int[1, int.MaxValue])).Select(
            (type, cipher, chosen, byKeyIdentifier, deriveKey, piece, seed) => new Layer(type, Cipher(type, cipher), chosen, byKeyIdentifier, deriveKey, piece, seed));

    [Fact]
    public async Task WhateverIsPutIntoLayersComesOutOfThem() => await Gen.Select(s_layers.Array[1, 4], Gen.OneOf(Gen.Byte.Array[0, 40], Gen.Byte.Array[1000, 3000])).SampleAsync(
        async (layers, content) =>
        {
            Stack<(Layer Layer, byte[] Content)> put = new();
            byte[] message = content;
            foreach (Layer layer in layers)
            {
                put.Push((layer, message));
                message = await Layers.WriteAsync(layer, message);
            }

            while (put.TryPop(out (Layer Layer, byte[] Content) expected))
            {
                message = await Layers.ReadAsync(expected.Layer, message);
                Assert.Equal(expected.Content, message);
            }
        },
        iter: 600,
        threads: 1);

    // Across the blocks of 64 KiB of every stage.
    [Fact]
    public async Task LongContentComesOutToo() => await Gen.Select(s_layers, Gen.Int[65_000, 140_000]).SampleAsync(
        async (layer, length) =>
        {
            byte[] content = Messages.Content(length);
            Layer quick = layer with { Piece = Math.Max(layer.Piece, 100) };
            Assert.Equal(content, await Layers.ReadAsync(quick, await Layers.WriteAsync(quick, content)));
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void ReencodingReachesEveryFormOfBer()
    {
        byte[] message = Ber.Element(0x30, Ber.Element(0x04, Messages.Content(200)), Ber.Element(0x02, [1]));
        List<byte[]> forms = [.. Enumerable.Range(1, 200).Select(seed => Reencoding.Of(message, [], seed))];

        Assert.Contains(forms, f => f[1] == 0x80);
        Assert.Contains(forms, f => f[1] == 0x87);
        Assert.Contains(forms, f => f.AsSpan().IndexOf((byte[])[0x24, 0x80]) > 0);
        Assert.Contains(forms, f => f.AsSpan().IndexOf((byte[])[0x02, 0x83, 0, 0, 1, 1]) > 0);
        Assert.True(forms.Select(Convert.ToHexString).Distinct().Count() > 100);
    }

    private static ContentEncryption Cipher(CmsContentType type, int choice)
    {
        ContentEncryption[] ciphers = type == CmsContentType.AuthEnvelopedData
            ? [ContentEncryption.Aes128Gcm, ContentEncryption.Aes192Gcm, ContentEncryption.Aes256Gcm, ContentEncryption.ChaCha20Poly1305]
            : [ContentEncryption.Aes128Cbc, ContentEncryption.Aes192Cbc, ContentEncryption.Aes256Cbc];
        return ciphers[choice % ciphers.Length];
    }
}
