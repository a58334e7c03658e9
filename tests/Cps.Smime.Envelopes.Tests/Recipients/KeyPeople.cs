using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Correspondents with keys of every kind that is not RSA.</summary>
internal static class KeyPeople
{
    private static int _next = 100;

    public static SoftwareKey P256 { get; } = EllipticCurve(ECCurve.NamedCurves.nistP256);

    public static SoftwareKey P384 { get; } = EllipticCurve(ECCurve.NamedCurves.nistP384);

    public static SoftwareKey P521 { get; } = EllipticCurve(ECCurve.NamedCurves.nistP521);

    public static X25519Key X25519 { get; } = NewX25519();

    public static MLKemKey MLKem512 { get; } = NewMLKem(RecipientOids.MLKem512);

    public static MLKemKey MLKem768 { get; } = NewMLKem(RecipientOids.MLKem768);

    public static MLKemKey MLKem1024 { get; } = NewMLKem(RecipientOids.MLKem1024);

    public static IDecryptionKey Of(string name) => name switch
    {
        "P-256" => P256,
        "P-384" => P384,
        "P-521" => P521,
        "X25519" => X25519,
        "ML-KEM-512" => MLKem512,
        "ML-KEM-768" => MLKem768,
        "ML-KEM-1024" => MLKem1024,
        _ => People.RecipientKey,
    };

    public static Certificate Certify(byte[] subjectPublicKeyInfo, KeyUsages usage = KeyUsages.KeyAgreement)
    {
        int number = Interlocked.Increment(ref _next);
        return People.Authorities.IssueConfidentiality(TestPerson.Generate(number), $"cle{number}@cabinet.example", subjectPublicKeyInfo, usage);
    }

    public static byte[] PublicKeyInfo(string algorithm, byte[] publicKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            AlgorithmIdentifier.WithoutParameters(algorithm).Write(writer);
            writer.WriteBitString(publicKey);
        }

        return writer.Encode();
    }

    public static SoftwareKey EllipticCurve(ECCurve curve, KeyUsages usage = KeyUsages.KeyAgreement)
    {
        using ECDsa key = ECDsa.Create(curve);
        return new SoftwareKey(Certify(key.ExportSubjectPublicKeyInfo(), usage), key);
    }

    public static X25519Key NewX25519(byte[]? privateKey = null)
    {
        privateKey ??= RandomNumberGenerator.GetBytes(32);
        byte[] publicKey = new byte[32];
        Org.BouncyCastle.Math.EC.Rfc7748.X25519.GeneratePublicKey(privateKey, 0, publicKey, 0);
        return new X25519Key(Certify(PublicKeyInfo(RecipientOids.X25519, publicKey)), privateKey);
    }

    public static MLKemKey NewMLKem(string oid, byte[]? seed = null)
    {
        seed ??= RandomNumberGenerator.GetBytes(64);
        byte[] publicKey = MLKemParameterSet.Find(oid)!.Import(seed).PublicKey;
        return new MLKemKey(Certify(PublicKeyInfo(oid, publicKey), KeyUsages.KeyEncipherment), seed);
    }
}
