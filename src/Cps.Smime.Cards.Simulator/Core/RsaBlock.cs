using System.Numerics;
using System.Security.Cryptography;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// The private-key operation of RSA on one block (RFC 8017 section 5.1.2), which the platform does not offer without a padding, and
/// the PKCS#1 v1.5 paddings over it. This is the inside of a test card: it does not hide its timing.
/// </summary>
internal static class RsaBlock
{
    /// <summary>Signs data with padding type 1 (RFC 8017 section 9.2 without its DigestInfo).</summary>
    public static byte[] SignPadded(RSA key, ReadOnlySpan<byte> data)
    {
        int size = key.KeySize / 8;
        byte[] block = new byte[size];
        block[1] = 1;
        block.AsSpan(2, size - 3 - data.Length).Fill(0xFF);
        data.CopyTo(block.AsSpan(size - data.Length));
        return Private(key, block);
    }

    /// <summary>Decrypts a block with padding type 2; null when the padding is wrong.</summary>
    public static byte[]? DecryptPadded(RSA key, ReadOnlySpan<byte> encrypted)
    {
        byte[] block = Private(key, encrypted);
        int separator = block.AsSpan(2).IndexOf((byte)0);
        return block[0] != 0 || block[1] != 2 || separator < 8 ? null : block[(separator + 3)..];
    }

    /// <summary>Raises a block to the private exponent.</summary>
    /// <exception cref="Refusal">The block is not smaller than the modulus.</exception>
    public static byte[] Private(RSA key, ReadOnlySpan<byte> block)
    {
        RSAParameters p = key.ExportParameters(includePrivateParameters: true);
        BigInteger value = Number(block);
        if (value >= Number(p.Modulus))
        {
            throw new Refusal(Rv.CKR_ENCRYPTED_DATA_INVALID);
        }

        BigInteger first = BigInteger.ModPow(value, Number(p.DP), Number(p.P));
        BigInteger second = BigInteger.ModPow(value, Number(p.DQ), Number(p.Q));
        BigInteger h = (first - second) * Number(p.InverseQ) % Number(p.P);
        if (h.Sign < 0)
        {
            h += Number(p.P);
        }

        byte[] result = new byte[p.Modulus!.Length];
        byte[] bytes = (second + (h * Number(p.Q))).ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(result, result.Length - bytes.Length);
        return result;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
