using System.Security.Cryptography;

namespace Cps.Smime.Cards;

/// <summary>
/// Takes the padding off a decrypted RSA block without a branch or an index that depends on what is inside, so that a token's raw RSA
/// does not become an oracle (Bleichenbacher for PKCS#1 v1.5, Manger for OAEP). The result is a buffer and a length that are only
/// looked at by <see cref="Certificates.ImplicitRejection"/>.
/// </summary>
internal static class RsaUnpadding
{
    private const int MinimumPadding = 8;

    /// <summary>EME-PKCS1-v1_5 decoding (RFC 8017 section 7.2.2 step 3) for a message whose length is known.</summary>
    /// <param name="block">The decrypted block, as long as the modulus.</param>
    /// <param name="message">Where the last bytes of the block go, which are the message when the padding is right.</param>
    /// <returns>Whether the padding is right and the message has exactly this length.</returns>
    public static bool TryPkcs1(ReadOnlySpan<byte> block, Span<byte> message)
    {
        int separator = block.Length - message.Length - 1;
        if (separator < 2 + MinimumPadding)
        {
            // Lengths of the key and of the content key are public.
            return false;
        }

        int bad = block[0] | (block[1] ^ 2);
        for (int i = 2; i < separator; i++)
        {
            bad |= IsZero(block[i]);
        }

        bad |= block[separator];
        block[(separator + 1)..].CopyTo(message);
        return IsZero(bad) != 0;
    }

    /// <summary>EME-OAEP decoding (RFC 8017 section 7.1.2 step 3) with an empty label, for a message whose length is known.</summary>
    /// <inheritdoc cref="TryPkcs1"/>
    public static bool TryOaep(ReadOnlySpan<byte> block, HashAlgorithmName digest, HashAlgorithmName mask, Span<byte> message)
    {
        Span<byte> labelHash = stackalloc byte[64];
        labelHash = labelHash[..CryptographicOperations.HashData(digest, [], labelHash)];
        int separator = block.Length - 1 - labelHash.Length - message.Length - 1;
        if (separator < labelHash.Length)
        {
            return false;
        }

        byte[] seed = block.Slice(1, labelHash.Length).ToArray();
        byte[] data = block[(1 + labelHash.Length)..].ToArray();
        XorMask(seed, mask, data);
        XorMask(data, mask, seed);
        return Finish(block[0], data, labelHash, separator, message);
    }

    private static bool Finish(byte first, byte[] data, ReadOnlySpan<byte> labelHash, int separator, Span<byte> message)
    {
        int bad = first;
        for (int i = 0; i < labelHash.Length; i++)
        {
            bad |= data[i] ^ labelHash[i];
        }

        for (int i = labelHash.Length; i < separator; i++)
        {
            bad |= data[i];
        }

        bad |= data[separator] ^ 1;
        data.AsSpan(separator + 1).CopyTo(message);
        CryptographicOperations.ZeroMemory(data);
        return IsZero(bad) != 0;
    }

    // MGF1 (RFC 8017 appendix B.2.1) of a seed, added to the target.
    private static void XorMask(Span<byte> target, HashAlgorithmName digest, ReadOnlySpan<byte> seed)
    {
        byte[] input = [.. seed, 0, 0, 0, 0];
        Span<byte> hash = stackalloc byte[64];
        for (int done = 0; done < target.Length; input[^1]++)
        {
            int length = Math.Min(CryptographicOperations.HashData(digest, input, hash), target.Length - done);
            for (int i = 0; i < length; i++)
            {
                target[done + i] ^= hash[i];
            }

            done += length;
        }
    }

    // 1 for zero, 0 for 1 to 255, without a branch.
    private static int IsZero(int value) => ((value - 1) >> 8) & 1;
}
