using System.Numerics;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// RSASSA-PSS-VERIFY (RFC 8017 section 8.1.2) for the forms that the platform does not know: another mask digest than the signature's,
/// or another salt length than the digest's. Only public values are handled, so nothing here needs to take constant time.
/// </summary>
internal static class PssVerification
{
    public static bool Verify(RSAParameters key, SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        BigInteger modulus = new(key.Modulus, isUnsigned: true, isBigEndian: true);
        BigInteger value = new(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != key.Modulus!.Length || value >= modulus)
        {
            return false;
        }

        byte[] message = BigInteger.ModPow(value, new BigInteger(key.Exponent, isUnsigned: true, isBigEndian: true), modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        int bits = (int)modulus.GetBitLength() - 1;
        byte[] encoded = new byte[(bits + 7) / 8];
        if (message.Length > encoded.Length)
        {
            return false;
        }

        message.CopyTo(encoded, encoded.Length - message.Length);
        return VerifyEncoding(encoded, bits, algorithm, digest);
    }

    // EMSA-PSS-VERIFY, RFC 8017 section 9.1.2.
    private static bool VerifyEncoding(Span<byte> encoded, int bits, SignatureAlgorithm algorithm, ReadOnlySpan<byte> digest)
    {
        int block = encoded.Length - digest.Length - 1;
        int padding = block - algorithm.SaltLength - 1;
        if (padding < 0 || encoded[^1] != 0xBC)
        {
            return false;
        }

        Span<byte> data = encoded[..block];
        ReadOnlySpan<byte> hash = encoded.Slice(block, digest.Length);
        byte unused = (byte)(0xFF >> ((8 * encoded.Length) - bits));
        if ((data[0] & ~unused) != 0)
        {
            return false;
        }

        ApplyMask(algorithm.MaskDigest, hash, data);
        data[0] &= unused;
        if (data[..padding].ContainsAnyExcept((byte)0) || data[padding] != 1)
        {
            return false;
        }

        using IncrementalHash expected = IncrementalHash.CreateHash(algorithm.Digest);
        expected.AppendData(stackalloc byte[8]);
        expected.AppendData(digest);
        expected.AppendData(data[(padding + 1)..]);
        return expected.GetHashAndReset().AsSpan().SequenceEqual(hash);
    }

    // MGF1, RFC 8017 appendix B.2.1.
    private static void ApplyMask(HashAlgorithmName digest, ReadOnlySpan<byte> seed, Span<byte> data)
    {
        byte[] input = [.. seed, 0, 0, 0, 0];
        for (int counter = 0; !data.IsEmpty; counter++)
        {
            input[^2] = (byte)(counter >> 8);
            input[^1] = (byte)counter;
            byte[] mask = CryptographicOperations.HashData(digest, input);
            int length = Math.Min(mask.Length, data.Length);
            for (int i = 0; i < length; i++)
            {
                data[i] ^= mask[i];
            }

            data = data[length..];
        }
    }
}
