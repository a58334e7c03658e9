using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>An Ed25519 or ML-DSA key with a certificate that it issued to itself, both made by BouncyCastle.</summary>
internal sealed record PureKey(Certificate Certificate, byte[] Pkcs8, AsymmetricKeyParameter PrivateKey)
{
    public static PureKey Create(string algorithm)
    {
        IAsymmetricCipherKeyPairGenerator generator = algorithm == "Ed25519" ? new Ed25519KeyPairGenerator() : new MLDsaKeyPairGenerator();
        SecureRandom random = new();
        generator.Init(algorithm switch
        {
            "Ed25519" => new Ed25519KeyGenerationParameters(random),
            "ML-DSA-44" => new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_44),
            "ML-DSA-65" => new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_65),
            _ => new MLDsaKeyGenerationParameters(random, MLDsaParameters.ml_dsa_87),
        });
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        X509V3CertificateGenerator certificate = new();
        X509Name name = new("CN=" + algorithm);
        certificate.SetIssuerDN(name);
        certificate.SetSubjectDN(name);
        certificate.SetSerialNumber(BigInteger.One);
        certificate.SetNotBefore(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        certificate.SetNotAfter(new DateTime(2090, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        certificate.SetPublicKey(pair.Public);
        byte[] encoded = certificate.Generate(new Asn1SignatureFactory(algorithm, pair.Private)).GetEncoded();
        return new PureKey(Certificate.FromDer(encoded), PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private).GetEncoded(), pair.Private);
    }
}
