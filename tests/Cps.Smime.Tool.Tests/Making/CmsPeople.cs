using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Tool.Tests;

/// <summary>Key files of every kind that <c>cms</c> knows beside RSA, made once: an elliptic curve signer, and recipients with P-384, X25519 and ML-KEM-768 keys.</summary>
internal static class CmsPeople
{
    private const string X25519Oid = "1.3.101.110";
    private const string MLKem768Oid = "2.16.840.1.101.3.4.4.2";

    private static readonly Lazy<TempFolder> s_folder = new(Make);

    /// <summary>Key and certificate of <c>signer</c>, <c>ec</c>, <c>x25519</c> or <c>mlkem</c>.</summary>
    public static string Key(string who) => s_folder.Value.File(who + ".pem");

    /// <summary>The certificate alone.</summary>
    public static string Certificate(string who) => s_folder.Value.File(who + ".crt");

    private static TempFolder Make()
    {
        TempFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(folder, "signer", 21, signer.ExportSubjectPublicKeyInfo(), signer.ExportPkcs8PrivateKey(), KeyUsages.DigitalSignature);
        using ECDsa agreement = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Write(folder, "ec", 22, agreement.ExportSubjectPublicKeyInfo(), agreement.ExportPkcs8PrivateKey(), KeyUsages.KeyAgreement);

        byte[] privateKey = RandomNumberGenerator.GetBytes(32);
        byte[] publicKey = new byte[32];
        Org.BouncyCastle.Math.EC.Rfc7748.X25519.GeneratePublicKey(privateKey, 0, publicKey, 0);
        AsnWriter octets = new(AsnEncodingRules.DER);
        octets.WriteOctetString(privateKey);
        Write(folder, "x25519", 23, PublicKeyInfo(X25519Oid, publicKey), PrivateKeyInfo(X25519Oid, octets.Encode()), KeyUsages.KeyAgreement);

        byte[] seed = RandomNumberGenerator.GetBytes(64);
        byte[] kem = Org.BouncyCastle.Crypto.Parameters.MLKemPrivateKeyParameters.FromSeed(Org.BouncyCastle.Crypto.Parameters.MLKemParameters.ml_kem_768, seed).GetPublicKeyEncoded();
        AsnWriter choice = new(AsnEncodingRules.DER);
        choice.WriteOctetString(seed, new Asn1Tag(TagClass.ContextSpecific, 0));
        Write(folder, "mlkem", 24, PublicKeyInfo(MLKem768Oid, kem), PrivateKeyInfo(MLKem768Oid, choice.Encode()), KeyUsages.KeyEncipherment);

        folder.Write("recipient.crt", Practice.Recipient.Certificate.ToPem());
        folder.Write("recipient.pem", Practice.Recipient.ExportPem());
        return folder;
    }

    private static void Write(TempFolder folder, string name, int number, byte[] publicKey, byte[] privateKey, KeyUsages usage)
    {
        Certificate certificate = Practice.Authorities.IssueConfidentiality(TestPerson.Generate(number), $"{name}@cabinet.example", publicKey, usage);
        StringBuilder chain = new(PemEncoding.WriteString("PRIVATE KEY", privateKey) + "\n" + certificate.ToPem() + "\n");
        folder.Write(name + ".pem", chain + Practice.Authorities.ElementairePersonnes.Certificate.ToPem() + "\n");
        folder.Write(name + ".crt", certificate.ToPem());
    }

    private static byte[] PublicKeyInfo(string algorithm, byte[] publicKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            AlgorithmIdentifier.WithoutParameters(algorithm).Write(writer);
            writer.WriteBitString(publicKey);
        }

        return writer.Encode();
    }

    private static byte[] PrivateKeyInfo(string algorithm, byte[] privateKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            AlgorithmIdentifier.WithoutParameters(algorithm).Write(writer);
            writer.WriteOctetString(privateKey);
        }

        return writer.Encode();
    }
}
