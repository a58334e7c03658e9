using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Fuzz;

/// <summary>
/// Those who have keys in the seeds: the same in every run, because a finding must do again what it did. Their keys protect nothing.
/// </summary>
internal static class People
{
    public static TrustAnchors Anchors { get; } = new(Certificates("anchors.pem"));

    /// <summary>Signs with RSA, as a card does.</summary>
    public static SoftwareKey Doctor { get; } = Key("doctor.pem");

    /// <summary>Signs with RSA and has an address in the certificate.</summary>
    public static SoftwareKey Secretary { get; } = Key("secretary.pem");

    /// <summary>Signs with ECDSA.</summary>
    public static SoftwareKey Nurse { get; } = Key("nurse.pem");

    public static SoftwareKey Rsa { get; } = Key("rsa.pem");

    public static SoftwareKey P256 { get; } = Key("p256.pem");

    public static SoftwareKey P521 { get; } = Key("p521.pem");

    public static X25519Key X25519 { get; } = new(Certificates("x25519.pem")[0], Fixed.Secret("x25519", 32));

    public static MLKemKey MLKem { get; } = new(Certificates("mlkem.pem")[0], Fixed.Secret("mlkem", 64));

    public static KeyEncryptionKey SharedKey { get; } = new("cabinet"u8, Fixed.Secret("shared", 32));

    public static Password Password { get; } = new("fauvette");

    /// <summary>The key of the EncryptedData among the seeds.</summary>
    public static byte[] ContentKey { get; } = Fixed.Secret("content", 32);

    /// <summary>Every key that opens, the RSA key one that remembers its answers.</summary>
    public static IReadOnlyList<IRecipientKey> Keys { get; } = [new RememberingKey(Rsa), P256, P521, X25519, MLKem, SharedKey, Password];

    public static byte[] Resource(string name)
    {
        using Stream stream = typeof(People).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static SoftwareKey Key(string file) => KeyFile.Read(Resource("People/" + file), "")[0];

    private static Certificate[] Certificates(string file)
    {
        string pem = Encoding.ASCII.GetString(Resource("People/" + file));
        List<Certificate> certificates = [];
        while (PemEncoding.TryFind(pem, out PemFields fields))
        {
            certificates.Add(Certificate.FromDer(Convert.FromBase64String(pem[fields.Base64Data])));
            pem = pem[fields.Location.End..];
        }

        return [.. certificates];
    }
}
