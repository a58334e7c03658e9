using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards.Tests;

/// <summary>RSA blocks of 256 bytes that are not, or not quite, a PKCS#1 v1.5 padding of a 16-byte key.</summary>
public static class WrongPaddings
{
    public static IEnumerable<(string Name, byte[] Block)> Of(byte[] contentKey)
    {
        yield return ("first byte not zero", With(contentKey, b => b[0] = 1));
        yield return ("block type 1", With(contentKey, b => b[1] = 1));
        yield return ("zero in the first eight bytes of padding", With(contentKey, b => b[5] = 0));
        yield return ("no separator", With(contentKey, b => b[^17] = 7, last: 7));
        yield return ("separator too early: a longer key", With(contentKey, b => b[100] = 0));
        yield return ("separator too late: a shorter key", With(contentKey, b => (b[^17], b[^16]) = (7, 0)));
        yield return ("all zeros", new byte[256]);
    }

    public static byte[] Encrypt(Certificate certificate, byte[] block)
    {
        RSAParameters key = certificate.PublicKey.ExportRsa()!.Value;
        byte[] encrypted = BigInteger.ModPow(Number(block), Number(key.Exponent!), Number(key.Modulus!)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - encrypted.Length], .. encrypted];
    }

    private static byte[] With(byte[] contentKey, Action<byte[]> spoil, byte? last = null)
    {
        byte[] block = [0, 2, .. Enumerable.Repeat((byte)0x5A, 256 - 3 - contentKey.Length), 0, .. contentKey.Select(b => last ?? b)];
        spoil(block);
        return block;
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
