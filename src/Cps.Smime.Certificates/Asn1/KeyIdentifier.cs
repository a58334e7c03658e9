using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>Key identifiers of RFC 5280 section 4.2.1.2. SHA-1 is a name here, not a protection.</summary>
internal static class KeyIdentifier
{
    public static byte[] Compute(CertificatePublicKey key) => CryptographicOperations.HashData(HashAlgorithmName.SHA1, key.KeyBytes.Span);
}
