using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// What a failed RSA key transport gives instead of an error: a key that looks like any other and depends only on the private key and
/// the ciphertext, so that neither the failure nor a retry tells an attacker anything (RFC 3218 section 2.3.2,
/// draft-irtf-cfrg-rsa-guidance section 7). Shared by key files and cards.
/// </summary>
public static class ImplicitRejection
{
    /// <summary>
    /// Chooses, in time independent of the choice, between a recovered content key and the substitute for it.
    /// </summary>
    /// <param name="recovered">What the private key gave: <paramref name="keyLength"/> bytes are used when <paramref name="succeeded"/>.</param>
    /// <param name="succeeded">Whether the padding was right.</param>
    /// <param name="keyLength">The length the content key must have.</param>
    /// <param name="secret">A secret that belongs to this private key.</param>
    /// <param name="encryptedKey">The ciphertext.</param>
    /// <returns>A new array of <paramref name="keyLength"/> bytes.</returns>
    public static byte[] Choose(ReadOnlySpan<byte> recovered, bool succeeded, int keyLength, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> encryptedKey)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyLength, 1024);
        byte[] chosen = new byte[keyLength];
        Span<byte> padded = stackalloc byte[1024];
        padded = padded[..keyLength];
        padded.Clear();
        recovered[..Math.Min(recovered.Length, keyLength)].CopyTo(padded);
        Derive(secret, encryptedKey, chosen);
        int good = Convert.ToInt32(succeeded) & Convert.ToInt32(recovered.Length == keyLength);
        byte mask = (byte)-good;
        for (int i = 0; i < chosen.Length; i++)
        {
            chosen[i] = (byte)((padded[i] & mask) | (chosen[i] & ~mask));
        }

        CryptographicOperations.ZeroMemory(padded);
        return chosen;
    }

    private static void Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> encryptedKey, Span<byte> key)
    {
        Span<byte> prk = stackalloc byte[32];
        HMACSHA256.HashData(secret, encryptedKey, prk);
        HKDF.Expand(HashAlgorithmName.SHA256, prk, key, "cps-smime implicit rejection"u8);
    }
}
