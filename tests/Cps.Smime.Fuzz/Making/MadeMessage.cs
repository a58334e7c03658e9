using System.IO.Compression;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Fuzz;

/// <summary>
/// Messages that the library reads and does not write, by the platform's ciphers: AES-CCM, Triple-DES, EncryptedData, DigestedData, a
/// password with few rounds of PBKDF2, attributes that are authenticated.
/// </summary>
internal static class MadeMessage
{
    private const string Data = "1.2.840.113549.1.7.1";

    public static byte[] ContentInfo(string type, byte[] content) => Der.Sequence(Der.Oid(type), Der.Element(0xA0, content));

    public static byte[] Enveloped(byte[] algorithm, byte[] ciphertext, params byte[][] recipients) => ContentInfo(
        "1.2.840.113549.1.7.3", Der.Sequence(Der.Integer(0), Der.Set(recipients), Encrypted(algorithm, ciphertext)));

    public static byte[] AuthEnveloped(byte[] algorithm, byte[] ciphertext, byte[] attributes, byte[] mac, params byte[][] recipients) => ContentInfo(
        "1.2.840.113549.1.9.16.1.23", Der.Sequence(Der.Integer(0), Der.Set(recipients), Encrypted(algorithm, ciphertext), attributes, Der.Octets(mac)));

    public static byte[] Ccm(byte[] content, byte[] contentKey, byte[] recipient)
    {
        byte[] nonce = Fixed.Secret("nonce", 12);
        byte[] ciphertext = new byte[content.Length];
        byte[] tag = new byte[16];
        using AesCcm ccm = new(contentKey);
        ccm.Encrypt(nonce, content, ciphertext, tag);
        byte[] algorithm = Der.Sequence(Der.Oid("2.16.840.1.101.3.4.1.47"), Der.Sequence(Der.Octets(nonce), Der.Integer(16)));
        return AuthEnveloped(algorithm, ciphertext, [], tag, recipient);
    }

    public static byte[] GcmWithAttributes(byte[] content, byte[] contentKey, byte[] recipient)
    {
        byte[] nonce = Fixed.Secret("nonce", 12);
        byte[] ciphertext = new byte[content.Length];
        byte[] tag = new byte[16];
        byte[] attributes = Der.Set(Der.Sequence(Der.Oid("1.2.840.113549.1.9.3"), Der.Set(Der.Oid(Data))));
        using AesGcm gcm = new(contentKey, 16);
        gcm.Encrypt(nonce, content, ciphertext, tag, attributes);
        byte[] algorithm = Der.Sequence(Der.Oid("2.16.840.1.101.3.4.1.46"), Der.Sequence(Der.Octets(nonce), Der.Integer(16)));
        return AuthEnveloped(algorithm, ciphertext, [0xA1, .. attributes.AsSpan(1)], tag, recipient);
    }

    public static byte[] TripleDes(byte[] content, byte[] contentKey, byte[] recipient)
    {
        byte[] vector = Fixed.Secret("vector", 8);
        using TripleDES cipher = TripleDES.Create();
        cipher.Key = contentKey;
        return Enveloped(Der.Sequence(Der.Oid("1.2.840.113549.3.7"), Der.Octets(vector)), cipher.EncryptCbc(content, vector), recipient);
    }

    public static byte[] EncryptedData(byte[] content) => ContentInfo(
        "1.2.840.113549.1.7.6", Der.Sequence(Der.Integer(0), Encrypted(Aes256Cbc, Cbc(People.ContentKey, content))));

    public static byte[] DigestedData(byte[] content) => ContentInfo("1.2.840.113549.1.7.5", Der.Sequence(
        Der.Integer(0), Der.Sequence(Der.Oid("2.16.840.1.101.3.4.2.1")), Der.Sequence(Der.Oid(Data), Der.Element(0xA0, Der.Octets(content))), Der.Octets(SHA256.HashData(content))));

    public static byte[] CompressedData(byte[] content)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize))
        {
            zlib.Write(content);
        }

        return ContentInfo("1.2.840.113549.1.9.16.1.9", Der.Sequence(
            Der.Integer(0), Der.Sequence(Der.Oid("1.2.840.113549.1.9.16.3.8")), Der.Sequence(Der.Oid(Data), Der.Element(0xA0, Der.Octets(compressed.ToArray())))));
    }

    /// <summary>An envelope for a password, with so few rounds that many cases a second can be tried.</summary>
    public static byte[] ForPassword(byte[] content, byte[] contentKey, string password)
    {
        byte[] salt = Fixed.Secret("salt", 8);
        byte[] vector = Fixed.Secret("vector", 16);
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(password, salt, 10, HashAlgorithmName.SHA256, 32);

        // RFC 3211 section 2.3.1: length, check octets, key, padding; encrypted twice.
        byte[] block = [32, (byte)~contentKey[0], (byte)~contentKey[1], (byte)~contentKey[2], .. contentKey, .. new byte[12]];
        using Aes aes = Aes.Create();
        aes.Key = key;
        byte[] once = aes.EncryptCbc(block, vector, PaddingMode.None);
        byte[] wrapped = aes.EncryptCbc(once, once.AsSpan(once.Length - 16), PaddingMode.None);
        byte[] derivation = Der.Element(0xA0, Der.Oid("1.2.840.113549.1.5.12"),
            Der.Sequence(Der.Octets(salt), Der.Integer(10), Der.Sequence(Der.Oid("1.2.840.113549.2.9"), [5, 0])));
        byte[] wrap = Der.Sequence(Der.Oid("1.2.840.113549.1.9.16.3.9"), Der.Sequence(Der.Oid("2.16.840.1.101.3.4.1.42"), Der.Octets(vector)));
        return Enveloped(Aes256Cbc, Cbc(contentKey, content), Der.Element(0xA3, Der.Integer(0), derivation, wrap, Der.Octets(wrapped)));
    }

    public static byte[] KeyTransport(Certificate certificate, byte[] contentKey) => Der.Sequence(
        Der.Integer(2), Der.Element(0x80, certificate.SubjectKeyIdentifier!.Value.ToArray()), Der.Sequence(Der.Oid("1.2.840.113549.1.1.1"), [5, 0]),
        Der.Octets(certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey)));

    private static byte[] Aes256Cbc => Der.Sequence(Der.Oid("2.16.840.1.101.3.4.1.42"), Der.Octets(Fixed.Secret("vector", 16)));

    private static byte[] Encrypted(byte[] algorithm, byte[] ciphertext) => Der.Sequence(Der.Oid(Data), algorithm, Der.Element(0x80, ciphertext));

    private static byte[] Cbc(byte[] key, byte[] content)
    {
        using Aes aes = Aes.Create();
        aes.Key = key;
        return aes.EncryptCbc(content, Fixed.Secret("vector", 16));
    }
}
