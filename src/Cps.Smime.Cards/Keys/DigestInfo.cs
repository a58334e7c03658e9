using System.Security.Cryptography;

namespace Cps.Smime.Cards;

/// <summary>DigestInfo (RFC 8017 section 9.2 note 1): what CKM_RSA_PKCS signs when the token does not digest itself.</summary>
internal static class DigestInfo
{
    /// <summary>The DER of the DigestInfo of data.</summary>
    public static byte[] Of(HashAlgorithmName digest, ReadOnlySpan<byte> data)
    {
        string prefix = digest.Name switch
        {
            "SHA256" => "3031300d060960864801650304020105000420",
            "SHA384" => "3041300d060960864801650304020205000430",
            "SHA512" => "3051300d060960864801650304020305000440",
            _ => throw new ArgumentOutOfRangeException(nameof(digest)),
        };
        return [.. Convert.FromHexString(prefix), .. CryptographicOperations.HashData(digest, data)];
    }
}
