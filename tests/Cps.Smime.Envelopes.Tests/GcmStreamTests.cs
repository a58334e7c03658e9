using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>The streaming AES-GCM gives what the platform's one-shot AES-GCM gives, for every length and way of cutting.</summary>
public sealed class GcmStreamTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void EncryptsAndDecryptsAsThePlatformDoes(int keyLength)
    {
        int seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        Random random = new(seed);
        foreach (int length in Enumerable.Range(0, 150).Concat([16_383, 16_384, 16_385, 65_535, 65_536, 1_000_003]))
        {
            byte[] key = Bytes(random, keyLength), nonce = Bytes(random, 12), plaintext = Bytes(random, length), additional = Bytes(random, random.Next(70));
            byte[] ciphertext = new byte[length], tag = new byte[16], expectedPlainTag = new byte[16];
            using AesGcm platform = new(key, 16);
            platform.Encrypt(nonce, plaintext, ciphertext, tag, additional);
            platform.Encrypt(nonce, plaintext, new byte[length], expectedPlainTag);

            byte[] encrypted = new byte[length + 16];
            using GcmEncryptor encryptor = new(key, nonce);
            int cut = 16 * random.Next((length / 16) + 1);
            encryptor.Update(plaintext.AsSpan(0, cut), encrypted);
            int end = cut + encryptor.Finish(plaintext.AsSpan(cut), encrypted.AsSpan(cut));
            Assert.Equal(length, end);
            Assert.Equal(ciphertext, encrypted[..length]);
            Assert.Equal(expectedPlainTag, encryptor.Tag);

            byte[] decrypted = new byte[length + 32];
            using GcmDecryptor decryptor = new(key, nonce);
            decryptor.Update(ciphertext.AsSpan(0, cut), decrypted);
            decryptor.TryFinishContent(ciphertext.AsSpan(cut), decrypted.AsSpan(cut), out _);
            Assert.True(decryptor.TryAuthenticate(additional, tag, [], out _), $"length {length}, additional {additional.Length}, seed {seed}");
            Assert.Equal(plaintext, decrypted[..length]);

            tag[random.Next(16)] ^= (byte)(1 << random.Next(8));
            using GcmDecryptor altered = new(key, nonce);
            altered.TryFinishContent(ciphertext, decrypted, out _);
            Assert.False(altered.TryAuthenticate(additional, tag, [], out _));
        }
    }

    [Fact]
    public void ThePortableProductIsTheInstructionsProduct()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            ulong a = i == 0 ? ulong.MaxValue : (ulong)random.NextInt64(), b = i == 0 ? ulong.MaxValue : (ulong)random.NextInt64();
            ulong low = 0, high = 0;
            for (int bit = 0; bit < 64; bit++)
            {
                ulong take = 0 - ((b >> bit) & 1);
                low ^= (a << bit) & take;
                high ^= (bit == 0 ? 0 : a >> (64 - bit)) & take;
            }

            Assert.Equal(Vector128.Create(low, high), CarrylessMultiplication.Portable(a, b));
            Assert.Equal(Vector128.Create(low, high), CarrylessMultiplication.Lower(Vector128.Create(a, 0), Vector128.Create(b, 0)));
            Assert.Equal(Vector128.Create(low, high), CarrylessMultiplication.Upper(Vector128.Create(0, a), Vector128.Create(0, b)));
        }
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
