using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>
/// RSAES-OAEP decryption (RFC 8017 section 7.1.2) with a label or with two digests, which the platform does not do: the raw private operation
/// under blinding, then an unpadding whose time does not depend on where a block is wrong (Manger's attack).
/// </summary>
internal static class OaepDecryption
{
    /// <summary>Decrypts, or says that it cannot be done; never why.</summary>
    /// <param name="key">The private key, of 1024 to 8192 bits, exportable.</param>
    /// <param name="algorithm">The digests and the label.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="recovered">At least as long as the modulus.</param>
    /// <param name="length">The length of the message.</param>
    public static bool TryDecrypt(RSA key, KeyTransportAlgorithm algorithm, ReadOnlySpan<byte> ciphertext, Span<byte> recovered, out int length)
    {
        length = 0;
        RSAParameters parameters = key.ExportParameters(includePrivateParameters: true);
        byte[] block = new byte[parameters.Modulus!.Length];
        try
        {
            BigInteger modulus = Integer(parameters.Modulus);
            BigInteger input = Integer(ciphertext);
            int hashLength = HashLength(algorithm.OaepDigest!.Value);
            if (ciphertext.Length != block.Length || input >= modulus || block.Length < (2 * hashLength) + 2)
            {
                return false;
            }

            Write(Blinded(input, modulus, parameters), block);
            return TryUnpad(block, algorithm.OaepDigest.Value, algorithm.MgfDigest!.Value, algorithm.Label.Span, recovered, out length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
            foreach (byte[]? secret in new[] { parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ })
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }

    // (c r^e)^d r^-1: the numbers that take their time have nothing to do with the ciphertext that somebody chose.
    private static BigInteger Blinded(BigInteger input, BigInteger modulus, RSAParameters key)
    {
        BigInteger factor, inverse;
        byte[] random = new byte[modulus.GetByteCount(isUnsigned: true)];
        do
        {
            RandomNumberGenerator.Fill(random);
            factor = Integer(random) % modulus;
        }
        while (!TryInvert(factor, modulus, out inverse));
        return Private(input * BigInteger.ModPow(factor, Integer(key.Exponent), modulus) % modulus, key) * inverse % modulus;
    }

    // RSADP with the Chinese remainder theorem (RFC 8017 section 5.1.2).
    private static BigInteger Private(BigInteger input, RSAParameters key)
    {
        BigInteger p = Integer(key.P);
        BigInteger q = Integer(key.Q);
        BigInteger first = BigInteger.ModPow(input % p, Integer(key.DP), p);
        BigInteger second = BigInteger.ModPow(input % q, Integer(key.DQ), q);
        BigInteger difference = (first - second) * Integer(key.InverseQ) % p;
        return second + ((difference.Sign < 0 ? difference + p : difference) * q);
    }

    private static bool TryInvert(BigInteger value, BigInteger modulus, out BigInteger inverse)
    {
        (BigInteger a, BigInteger b) = (value, modulus);
        (BigInteger x, BigInteger y) = (BigInteger.One, BigInteger.Zero);
        while (!b.IsZero)
        {
            BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
            (a, b) = (b, rest);
            (x, y) = (y, x - (quotient * y));
        }

        inverse = x.Sign < 0 ? x + modulus : x;
        return a.IsOne;
    }

    private static bool TryUnpad(Span<byte> block, HashAlgorithmName digest, HashAlgorithmName maskDigest, ReadOnlySpan<byte> label, Span<byte> message, out int length)
    {
        Span<byte> labelHash = stackalloc byte[64];
        labelHash = labelHash[..CryptographicOperations.HashData(digest, label, labelHash)];
        Span<byte> seed = block.Slice(1, labelHash.Length);
        Span<byte> data = block[(1 + labelHash.Length)..];
        Mask(seed, maskDigest, data);
        Mask(data, maskDigest, seed);

        int bad = block[0] | (CryptographicOperations.FixedTimeEquals(labelHash, data[..labelHash.Length]) ? 0 : 1);
        int start = 0;
        int searching = -1;
        for (int i = labelHash.Length; i < data.Length; i++)
        {
            int isOne = ((data[i] ^ 1) - 1) >> 31;
            int isZero = (data[i] - 1) >> 31;
            start |= (i + 1) & isOne & searching;
            bad |= ~isOne & ~isZero & searching;
            searching &= ~isOne;
        }

        bad |= searching;
        length = bad == 0 ? data.Length - start : 0;
        data.Slice(bad == 0 ? start : data.Length, length).CopyTo(message);
        return bad == 0;
    }

    // MGF1 of RFC 8017 appendix B.2.1.
    private static void Mask(Span<byte> target, HashAlgorithmName digest, ReadOnlySpan<byte> seed)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(digest);
        Span<byte> counter = stackalloc byte[4];
        Span<byte> output = stackalloc byte[64];
        for (int i = 0, position = 0; position < target.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(counter, i);
            hash.AppendData(seed);
            hash.AppendData(counter);
            int length = hash.GetHashAndReset(output);
            for (int j = 0; j < length && position < target.Length; j++)
            {
                target[position++] ^= output[j];
            }
        }

        CryptographicOperations.ZeroMemory(output);
    }

    private static int HashLength(HashAlgorithmName digest) => CryptographicOperations.HashData(digest, []).Length;

    private static BigInteger Integer(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static void Write(BigInteger value, Span<byte> block)
    {
        block.Clear();
        int length = value.GetByteCount(isUnsigned: true);
        value.TryWriteBytes(block[(block.Length - length)..], out _, isUnsigned: true, isBigEndian: true);
    }
}
