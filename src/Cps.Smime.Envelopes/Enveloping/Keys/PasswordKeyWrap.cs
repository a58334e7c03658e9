using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The key wrap of RFC 3211 section 2.3 with AES-CBC: the content key with its length, three check octets and random padding, encrypted twice.
/// Its check is 24 bits, which is why it is looked at in constant time and never alone decides anything.
/// </summary>
internal static class PasswordKeyWrap
{
    private const int BlockLength = 16;
    private const int HeaderLength = 4;
    private const int LongestWrap = 1024;

    public static byte[] Wrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> contentKey)
    {
        int length = Math.Max(2 * BlockLength, (HeaderLength + contentKey.Length + BlockLength - 1) / BlockLength * BlockLength);
        byte[] block = RandomNumberGenerator.GetBytes(length);
        block[0] = (byte)contentKey.Length;
        for (int i = 0; i < 3; i++)
        {
            block[1 + i] = (byte)~contentKey[i];
        }

        contentKey.CopyTo(block.AsSpan(HeaderLength));
        using Aes aes = Aes.Create();
        aes.SetKey(keyEncryptionKey);
        byte[] once = aes.EncryptCbc(block, iv, PaddingMode.None);
        CryptographicOperations.ZeroMemory(block);
        return aes.EncryptCbc(once, once.AsSpan(length - BlockLength), PaddingMode.None);
    }

    /// <summary>Unwraps a content key of known length, or gives a substitute that depends only on the key-encryption key and the wrap.</summary>
    public static byte[] UnwrapOrSubstitute(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> wrapped, int keyLength)
    {
        if (wrapped.Length < 2 * BlockLength || wrapped.Length > LongestWrap || wrapped.Length % BlockLength != 0 || wrapped.Length < HeaderLength + keyLength)
        {
            return Certificates.ImplicitRejection.Choose([], succeeded: false, keyLength, keyEncryptionKey, wrapped);
        }

        using Aes aes = Aes.Create();
        aes.SetKey(keyEncryptionKey);

        // The last block of the inner encryption is the vector of the outer one.
        int last = wrapped.Length - BlockLength;
        byte[] lastBlock = aes.DecryptCbc(wrapped[last..], wrapped[(last - BlockLength)..last], PaddingMode.None);
        byte[] once = [.. aes.DecryptCbc(wrapped[..last], lastBlock, PaddingMode.None), .. lastBlock];
        byte[] block = aes.DecryptCbc(once, iv, PaddingMode.None);

        int bad = block[0] ^ keyLength;
        for (int i = 0; i < 3; i++)
        {
            bad |= block[1 + i] ^ (byte)~block[HeaderLength + i];
        }

        byte[] key = Certificates.ImplicitRejection.Choose(block.AsSpan(HeaderLength, keyLength), bad == 0, keyLength, keyEncryptionKey, wrapped);
        CryptographicOperations.ZeroMemory(block);
        return key;
    }
}
