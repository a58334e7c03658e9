using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>A certificate and its private key, in the forms that the products take them in.</summary>
/// <param name="Name">The kind of key and a number, for example <c>P-256/1</c>.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Pkcs8">The private key as PrivateKeyInfo.</param>
internal sealed record MatrixKey(string Name, Certificate Certificate, byte[] Pkcs8)
{
    private readonly Lazy<IDecryptionKey> _key = new(() => Make(Name, Certificate, Pkcs8));

    /// <summary>The name as a file name, a nickname and the local part of the mail address.</summary>
    public string Nickname => NicknameOf(Name);

    public string EmailAddress => Nickname + "@cabinet.example";

    /// <summary>As this library signs with it.</summary>
    public ISigningKey Signing => (ISigningKey)_key.Value;

    /// <summary>As this library opens with it.</summary>
    public IDecryptionKey Opening => _key.Value;

    public AsymmetricKeyParameter BouncyCastleKey => PrivateKeyFactory.CreateKey(Pkcs8);

    public Org.BouncyCastle.X509.X509Certificate BouncyCastleCertificate => new(Certificate.Encoded.ToArray());

    /// <summary>Key and certificate as PEM.</summary>
    public string Pem => System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", Pkcs8) + "\n" + Certificate.ToPem() + "\n";

    public static string NicknameOf(string name) => name.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace('/', '-');

    private static IDecryptionKey Make(string name, Certificate certificate, byte[] pkcs8) => name.Split('/')[0] switch
    {
        "X25519" => X25519Key.FromPkcs8(certificate, pkcs8),
        string n when n.StartsWith("ML-KEM", StringComparison.Ordinal) => MLKemKey.FromPkcs8(certificate, pkcs8),
        _ => SoftwareKey.FromPkcs8(certificate, pkcs8, MatrixPki.Intermediates),
    };
}
