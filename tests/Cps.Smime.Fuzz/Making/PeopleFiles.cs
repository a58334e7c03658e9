using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Fuzz;

/// <summary>Makes the files of the folder People anew. The seeds must then be made anew too, and old findings no longer open.</summary>
internal static class PeopleFiles
{
    public static void Write(string folder)
    {
        using TestAuthorities authorities = TestAuthorities.Create(Fixed.Time);
        void Save(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

        Save("anchors.pem", authorities.AnchorsPem);
        Save("doctor.pem", authorities.IssueCard(TestPerson.Generate(1)).Signature.ExportPem());
        Save("secretary.pem", authorities.IssueMail("Secrétariat", "secretariat@clinique.example", MailUsage.Sign).ExportPem());
        Save("rsa.pem", authorities.IssueConfidentiality(TestPerson.Generate(2), "destinataire@cabinet.example").ExportPem());
        Save("p256.pem", EllipticCurve(authorities, 3, ECCurve.NamedCurves.nistP256, KeyUsages.KeyAgreement));
        Save("p521.pem", EllipticCurve(authorities, 4, ECCurve.NamedCurves.nistP521, KeyUsages.KeyAgreement));
        Save("nurse.pem", EllipticCurve(authorities, 5, ECCurve.NamedCurves.nistP256, KeyUsages.DigitalSignature));

        byte[] x25519 = new byte[32];
        Org.BouncyCastle.Math.EC.Rfc7748.X25519.GeneratePublicKey(Fixed.Secret("x25519", 32), 0, x25519, 0);
        Save("x25519.pem", Certify(authorities, 6, Der.Sequence(Der.Sequence(Der.Oid("1.3.101.110")), Der.BitString(x25519)), KeyUsages.KeyAgreement).ToPem());

        var mlkem = Org.BouncyCastle.Crypto.Parameters.MLKemPrivateKeyParameters.FromSeed(
            Org.BouncyCastle.Crypto.Parameters.MLKemParameters.ml_kem_768, Fixed.Secret("mlkem", 64));
        byte[] encapsulationKey = Der.Sequence(Der.Sequence(Der.Oid("2.16.840.1.101.3.4.4.2")), Der.BitString(mlkem.GetPublicKeyEncoded()));
        Save("mlkem.pem", Certify(authorities, 7, encapsulationKey, KeyUsages.KeyEncipherment).ToPem());
    }

    private static Certificate Certify(TestAuthorities authorities, int number, byte[] publicKey, KeyUsages usage) =>
        authorities.IssueConfidentiality(TestPerson.Generate(number), $"cle{number}@cabinet.example", publicKey, usage);

    private static string EllipticCurve(TestAuthorities authorities, int number, ECCurve curve, KeyUsages usage)
    {
        using ECDsa key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKeyPem() + "\n" + Certify(authorities, number, key.ExportSubjectPublicKeyInfo(), usage).ToPem() + "\n";
    }
}
