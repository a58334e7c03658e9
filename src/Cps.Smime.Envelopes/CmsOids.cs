using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>Object identifiers of CMS (RFC 5652, 5083, 5084, 5035, 6211, 8551).</summary>
internal static class CmsOids
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string EnvelopedData = "1.2.840.113549.1.7.3";
    public const string DigestedData = "1.2.840.113549.1.7.5";
    public const string EncryptedData = "1.2.840.113549.1.7.6";
    public const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23";
    public const string CompressedData = "1.2.840.113549.1.9.16.1.9";

    public const string Zlib = "1.2.840.113549.1.9.16.3.8";

    public const string ContentTypeAttribute = "1.2.840.113549.1.9.3";
    public const string MessageDigestAttribute = "1.2.840.113549.1.9.4";
    public const string SigningTimeAttribute = "1.2.840.113549.1.9.5";
    public const string SmimeCapabilitiesAttribute = "1.2.840.113549.1.9.15";
    public const string SigningCertificateAttribute = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2Attribute = "1.2.840.113549.1.9.16.2.47";
    public const string ReceiptRequestAttribute = "1.2.840.113549.1.9.16.2.1";
    public const string EncryptionKeyPreferenceAttribute = "1.2.840.113549.1.9.16.2.11";
    public const string CounterSignatureAttribute = "1.2.840.113549.1.9.6";
    public const string TimeStampTokenAttribute = "1.2.840.113549.1.9.16.2.14";
    public const string AlgorithmProtectionAttribute = "1.2.840.113549.1.9.52";

    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsaesOaep = "1.2.840.113549.1.1.7";
    public const string Mgf1 = "1.2.840.113549.1.1.8";
    public const string PSpecified = "1.2.840.113549.1.1.9";

    public const string Aes128Cbc = "2.16.840.1.101.3.4.1.2";
    public const string Aes192Cbc = "2.16.840.1.101.3.4.1.22";
    public const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    public const string Aes128Gcm = "2.16.840.1.101.3.4.1.6";
    public const string Aes192Gcm = "2.16.840.1.101.3.4.1.26";
    public const string Aes256Gcm = "2.16.840.1.101.3.4.1.46";

    public const string Aes128Ccm = "2.16.840.1.101.3.4.1.7";
    public const string Aes192Ccm = "2.16.840.1.101.3.4.1.27";
    public const string Aes256Ccm = "2.16.840.1.101.3.4.1.47";
    public const string ChaCha20Poly1305 = "1.2.840.113549.1.9.16.3.18";
    public const string TripleDesCbc = "1.2.840.113549.3.7";
    public const string DesCbc = "1.3.14.3.2.7";
    public const string Rc2Cbc = "1.2.840.113549.3.2";

    public const string Md5 = "1.2.840.113549.2.5";
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";

    /// <summary>The digest of an identifier, SHA-1 included because reading old mail must be able to say "weak"; null when unknown.</summary>
    public static HashAlgorithmName? ToDigest(string oid, LegacyAlgorithms allowed = LegacyAlgorithms.None) => oid switch
    {
        Md5 when allowed.HasFlag(LegacyAlgorithms.Md5Signatures) => HashAlgorithmName.MD5,
        Sha1 => HashAlgorithmName.SHA1,
        Sha256 => HashAlgorithmName.SHA256,
        Sha384 => HashAlgorithmName.SHA384,
        Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The identifier of a digest.</summary>
    public static string FromDigest(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => Sha1,
        "SHA256" => Sha256,
        "SHA384" => Sha384,
        "SHA512" => Sha512,
        _ => throw new ArgumentException("Not a digest of CMS.", nameof(digest)),
    };
}
