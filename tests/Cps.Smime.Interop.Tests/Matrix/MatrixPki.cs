using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.TestPki;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The keys and secrets of the matrix, made when first asked for and the same for every product.</summary>
internal static class MatrixPki
{
    /// <summary>The password of messages and of PKCS#12 files.</summary>
    public const string Password = "été 2026";

    private static readonly ConcurrentDictionary<string, Lazy<MatrixKey>> s_keys = new(StringComparer.Ordinal);

    /// <summary>The names of every key, two of each kind that signs.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. from kind in new[] { "RSA", "P-256", "P-384", "P-521", "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87" }
           from number in new[] { 1, 2 }
           select $"{kind}/{number}",
        "X25519/1", "ML-KEM-512/1", "ML-KEM-768/1", "ML-KEM-1024/1",
    ];

    public static IReadOnlyList<Certificate> Intermediates => [InteropPki.Authorities.Mail.Certificate];

    public static Certificate Root => InteropPki.Authorities.MailRoot.Certificate;

    /// <summary>More than one block of every reader and writer, and nothing that a text mode would leave alone.</summary>
    public static byte[] Content { get; } = [.. Enumerable.Range(0, 70_001).Select(i => (byte)((i * 31) ^ (i >> 8)))];

    public static byte[] SharedKeyIdentifier { get; } = Convert.FromHexString("CA11EF");

    public static byte[] SharedKey(int length) => [.. SHA256.HashData("the shared key of the matrix"u8).Take(length)];

    public static KeyEncryptionKey KeyEncryptionKey(int length) => new(SharedKeyIdentifier, SharedKey(length));

    public static MatrixKey Get(string name) => s_keys.GetOrAdd(name, n => new Lazy<MatrixKey>(() => Make(n))).Value;

    private static MatrixKey Make(string name)
    {
        AsymmetricCipherKeyPair pair = Generate(name.Split('/')[0]);
        PrivateKeyInfo info = PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private);

        // Without the public key, with which OpenSSL 3.0 does not know an Ed25519 or X25519 key.
        byte[] pkcs8 = new PrivateKeyInfo(info.PrivateKeyAlgorithm, info.ParsePrivateKey()).GetDerEncoded();
        byte[] publicKey = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded();
        KeyUsages usage = name.Split('-', '/')[0] switch
        {
            "RSA" => KeyUsages.DigitalSignature | KeyUsages.KeyEncipherment,
            "P" => KeyUsages.DigitalSignature | KeyUsages.KeyAgreement,
            "X25519" => KeyUsages.KeyAgreement,
            _ when name.StartsWith("ML-KEM", StringComparison.Ordinal) => KeyUsages.KeyEncipherment,
            _ => KeyUsages.DigitalSignature,
        };
        return new MatrixKey(name, Certify(name, publicKey, usage), pkcs8);
    }

    // With a plain name: BouncyCastle sorts the members of a relative name when it writes a certificate again, those of cards are not
    // sorted, and then the certificate's own signature is wrong (docs/conformance.md).
    private static Certificate Certify(string name, byte[] publicKey, KeyUsages usage)
    {
        AsnWriter identifier = new(AsnEncodingRules.DER);
        identifier.WriteOctetString(SHA1.HashData(publicKey));
        return InteropPki.Authorities.IssueMail(name, MatrixKey.NicknameOf(name) + "@cabinet.example", options: new TestCertificateOptions
        {
            // Any RSA key saves making one that nobody uses.
            Key = InteropPki.Authorities.Mail.PrivateKey,
            SubjectPublicKeyInfo = publicKey,
            KeyUsage = usage,
            Extensions = [new CertificateExtension("2.5.29.14", false, identifier.Encode())],
        }).Certificate;
    }

    private static AsymmetricCipherKeyPair Generate(string kind)
    {
        SecureRandom random = new();
        (IAsymmetricCipherKeyPairGenerator generator, KeyGenerationParameters parameters) = kind switch
        {
            "RSA" => ((IAsymmetricCipherKeyPairGenerator)new RsaKeyPairGenerator(), new KeyGenerationParameters(random, 2048)),
            "Ed25519" => (new Ed25519KeyPairGenerator(), new Ed25519KeyGenerationParameters(random)),
            "X25519" => (new X25519KeyPairGenerator(), new X25519KeyGenerationParameters(random)),
            "ML-DSA-44" => (new MLDsaKeyPairGenerator(), new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_44)),
            "ML-DSA-65" => (new MLDsaKeyPairGenerator(), new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_65)),
            "ML-DSA-87" => (new MLDsaKeyPairGenerator(), new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_87)),
            "ML-KEM-512" => (new MLKemKeyPairGenerator(), new MLKemKeyGenerationParameters(random, MLKemParameters.ml_kem_512)),
            "ML-KEM-768" => (new MLKemKeyPairGenerator(), new MLKemKeyGenerationParameters(random, MLKemParameters.ml_kem_768)),
            "ML-KEM-1024" => (new MLKemKeyPairGenerator(), new MLKemKeyGenerationParameters(random, MLKemParameters.ml_kem_1024)),
            _ => (new ECKeyPairGenerator("ECDH"), new ECKeyGenerationParameters(Org.BouncyCastle.Asn1.X9.ECNamedCurveTable.GetOid(kind), random)),
        };
        generator.Init(parameters);
        return generator.GenerateKeyPair();
    }
}
