using System.Buffers.Binary;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// AES Key Wrap (RFC 3394) on the platform's AES, which does only the padded form (RFC 5649). A wrap that was altered is told by one
/// comparison of eight octets in constant time, and by nothing else.
/// </summary>
internal static class AesKeyWrap
{
    /// <summary>How much longer a wrapped key is.</summary>
    public const int Overhead = 8;

    private const int LongestKey = 1024;
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <summary>The length of the key-encryption key in bytes for a key wrap algorithm, or 0 when it is none that is read (RFC 3565 section 2.3.2).</summary>
    public static int KeyLength(AlgorithmIdentifier algorithm) => !algorithm.HasNoParameters ? 0 : algorithm.Oid switch
    {
        RecipientOids.Aes128Wrap => 16,
        RecipientOids.Aes192Wrap => 24,
        RecipientOids.Aes256Wrap => 32,
        _ => 0,
    };

    /// <summary>The algorithm for a key-encryption key of this length; its parameters are absent, as RFC 3565 section 2.3.2 says.</summary>
    public static AlgorithmIdentifier Algorithm(int keyLength) => AlgorithmIdentifier.WithoutParameters(keyLength switch
    {
        16 => RecipientOids.Aes128Wrap,
        24 => RecipientOids.Aes192Wrap,
        32 => RecipientOids.Aes256Wrap,
        _ => throw new ArgumentOutOfRangeException(nameof(keyLength)),
    });

    /// <summary>Wraps a key whose length is a multiple of eight, at least sixteen (section 2.2.1).</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> key)
    {
        byte[] wrapped = new byte[key.Length + Overhead];
        BinaryPrimitives.WriteUInt64BigEndian(wrapped, InitialValue);
        key.CopyTo(wrapped.AsSpan(Overhead));
        using Aes aes = Aes.Create();
        aes.SetKey(keyEncryptionKey);
        int blocks = key.Length / 8;
        Span<byte> block = stackalloc byte[16];
        for (int t = 1; t <= 6 * blocks; t++)
        {
            Span<byte> part = wrapped.AsSpan(Overhead + (8 * ((t - 1) % blocks)), 8);
            wrapped.AsSpan(0, 8).CopyTo(block);
            part.CopyTo(block[8..]);
            aes.EncryptEcb(block, block, PaddingMode.None);
            BinaryPrimitives.WriteUInt64BigEndian(wrapped, BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)t);
            block[8..].CopyTo(part);
        }

        return wrapped;
    }

    /// <summary>Unwraps a key (section 2.2.2).</summary>
    /// <param name="keyEncryptionKey">The key-encryption key.</param>
    /// <param name="wrapped">The wrapped key.</param>
    /// <param name="key">The key, to be ignored unless the result is true; the caller wipes it.</param>
    public static bool TryUnwrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> wrapped, out byte[] key)
    {
        if (wrapped.Length < 16 + Overhead || wrapped.Length > LongestKey || wrapped.Length % 8 != 0)
        {
            key = [];
            return false;
        }

        key = wrapped[Overhead..].ToArray();
        using Aes aes = Aes.Create();
        aes.SetKey(keyEncryptionKey);
        int blocks = key.Length / 8;
        Span<byte> block = stackalloc byte[16];
        ulong check = BinaryPrimitives.ReadUInt64BigEndian(wrapped);
        for (int t = 6 * blocks; t >= 1; t--)
        {
            Span<byte> part = key.AsSpan(8 * ((t - 1) % blocks), 8);
            BinaryPrimitives.WriteUInt64BigEndian(block, check ^ (ulong)t);
            part.CopyTo(block[8..]);
            aes.DecryptEcb(block, block, PaddingMode.None);
            check = BinaryPrimitives.ReadUInt64BigEndian(block);
            block[8..].CopyTo(part);
        }

        Span<byte> expected = stackalloc byte[8];
        Span<byte> found = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(expected, InitialValue);
        BinaryPrimitives.WriteUInt64BigEndian(found, check);
        CryptographicOperations.ZeroMemory(block);
        return CryptographicOperations.FixedTimeEquals(expected, found);
    }

    /// <summary>
    /// Unwraps a content key of known length. A wrap that is not right gives a key that looks like any other and depends only on the
    /// key-encryption keys and the wrap, so that the failure shows where altered content shows and nowhere before.
    /// </summary>
    /// <param name="candidates">The key-encryption keys that the sender may have derived; nearly always one.</param>
    /// <param name="valid">False to give the substitute whatever the wrap is.</param>
    /// <param name="wrapped">The wrapped key.</param>
    /// <param name="keyLength">The length of the content key in bytes.</param>
    public static byte[] UnwrapOrSubstitute(IReadOnlyList<byte[]> candidates, bool valid, ReadOnlySpan<byte> wrapped, int keyLength)
    {
        byte[] chosen = ImplicitRejection.Choose([], succeeded: false, keyLength, candidates[0], wrapped);
        foreach (byte[] candidate in candidates)
        {
            bool good = TryUnwrap(candidate, wrapped, out byte[] key) & valid & key.Length == keyLength;
            byte mask = (byte)-Convert.ToInt32(good);
            for (int i = 0; i < chosen.Length && i < key.Length; i++)
            {
                chosen[i] = (byte)((key[i] & mask) | (chosen[i] & ~mask));
            }

            CryptographicOperations.ZeroMemory(key);
        }

        return chosen;
    }
}
