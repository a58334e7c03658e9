using System.Buffers.Binary;
using System.Globalization;
using Cps.Smime.Fuzz;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// Many messages (a hundred thousand here, a million in eng/fuzz.sh, which sets CPS_SMIME_UNIQUE_MESSAGES), and no two with the same nonce or the same content key: under one key, a nonce that is used twice gives away both
/// messages and the key of the tag (NIST SP 800-38D appendix A, RFC 8439 section 4).
/// </summary>
public sealed class UniquenessTests
{
    private const int DefaultCount = 100_000;

    private static readonly byte[] s_content = [7, 8, 9];

    [Fact]
    public async Task NoNonceAndNoContentKeyComesTwice()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("CPS_SMIME_UNIQUE_MESSAGES"), CultureInfo.InvariantCulture, out int given) ? given : DefaultCount;
        byte[] secret = Messages.Content(32);
        using KeyEncryptionKey key = new([1], secret);
        HashSet<UInt128> nonces = new(count);
        HashSet<UInt128> contentKeys = new(count);
        object both = new();
        foreach (ContentEncryption encryption in new[] { ContentEncryption.Aes256Gcm, ContentEncryption.ChaCha20Poly1305 })
        {
            Places places = await Places.FindAsync(await SealAsync(key, encryption), secret, key);

            // Two at a time, because a generator that is shared badly repeats itself between threads.
            await Parallel.ForAsync(0, 2, async (half, cancellationToken) =>
            {
                for (int i = 0; i < count / 4; i++)
                {
                    byte[] message = await SealAsync(key, encryption);
                    Assert.True(AesKeyWrap.TryUnwrap(secret, message.AsSpan(places.WrappedKey, 40), out byte[] contentKey));
                    lock (both)
                    {
                        Assert.True(nonces.Add(new UInt128(BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(places.Nonce + 8)), BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(places.Nonce)))));
                        Assert.True(contentKeys.Add(BinaryPrimitives.ReadUInt128LittleEndian(contentKey)));
                    }
                }
            });
        }

        Assert.Equal((count, count), (nonces.Count, contentKeys.Count));
    }

    private static async Task<byte[]> SealAsync(KeyEncryptionKey key, ContentEncryption encryption)
    {
        using MemoryStream message = new(256);
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(message, [new KeyEncryptionKeyRecipient(key)], encryption);
        await envelope.WriteAsync(s_content);
        await envelope.CompleteAsync();
        return message.ToArray();
    }

    /// <summary>Where nonce and wrapped content key stand: in every message of one cipher and one recipient alike.</summary>
    private sealed record Places(int Nonce, int WrappedKey)
    {
        public static async Task<Places> FindAsync(byte[] message, byte[] secret, KeyEncryptionKey key)
        {
            List<BerNode> all = [.. BerNode.All(BerNode.Parse(message)).Select(p => p.Siblings[p.Index])];
            byte[] nonce = all.Single(n => n.Tag is [0x04] && n.Value!.Length == 12).Value!;
            byte[] wrapped = all.Single(n => n.Tag is [0x04] && n.Value!.Length == 40).Value!;

            // That these are they is shown by opening the content with them.
            Assert.True(AesKeyWrap.TryUnwrap(secret, wrapped, out byte[] contentKey));
            Assert.Equal(s_content, (await RecipientKindsTests.OpenAsync(message, key)).Content);
            using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
            EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
            byte[] plaintext = new byte[3];
            byte[] ciphertext = all.Single(n => n.Tag is [0x04] && n.Value!.Length == 3).Value!;
            byte[] tag = all.Single(n => n.Tag is [0x04] && n.Value!.Length == 16).Value!;
            if (envelope.ContentEncryptionName == "AES-256-GCM")
            {
                using System.Security.Cryptography.AesGcm gcm = new(contentKey, 16);
                gcm.Decrypt(nonce, ciphertext, tag, plaintext);
            }
            else
            {
                using System.Security.Cryptography.ChaCha20Poly1305 chaCha = new(contentKey);
                chaCha.Decrypt(nonce, ciphertext, tag, plaintext);
            }

            Assert.Equal(s_content, plaintext);
            return new Places(message.AsSpan().IndexOf(nonce), message.AsSpan().IndexOf(wrapped));
        }
    }
}
