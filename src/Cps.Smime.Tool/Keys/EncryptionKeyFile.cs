using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool;

/// <summary>
/// Reads the private keys of a PEM file that only open messages, X25519 (RFC 8410) and ML-KEM (RFC 9935), in PKCS#8 without encryption and with
/// their certificates. The other kinds are read by <see cref="KeyFile"/>.
/// </summary>
internal static class EncryptionKeyFile
{
    private const int MaximumBlocks = 256;
    private const string X25519 = "1.3.101.110";
    private const string MLKem = "2.16.840.1.101.3.4.4.";

    /// <summary>The keys; none when the file has none of these kinds.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="name">What to call the file in an error.</param>
    /// <exception cref="CertificateException">KeyUnreadable or Malformed.</exception>
    public static IReadOnlyList<IDecryptionKey> Read(ReadOnlySpan<byte> file, string name)
    {
        try
        {
            return file.IndexOf("-----BEGIN PRIVATE KEY-----"u8) < 0 ? [] : ReadPem(Encoding.Latin1.GetString(file));
        }
        catch (CertificateException e) when (e.Subject is null)
        {
            throw new CertificateException(e.Code, e.Message, name, e.Advice, e);
        }
    }

    private static List<IDecryptionKey> ReadPem(ReadOnlySpan<char> text)
    {
        List<IDecryptionKey> keys = [];
        List<Certificate> certificates = [];
        List<(string Oid, byte[] Key)> privateKeys = [];
        for (int blocks = 0; PemEncoding.TryFind(text, out PemFields fields) && blocks < MaximumBlocks; blocks++)
        {
            ReadOnlySpan<char> label = text[fields.Label];
            byte[] content = Convert.FromBase64String(text[fields.Base64Data].ToString());
            if (label is "CERTIFICATE")
            {
                certificates.Add(Certificate.FromDer(content));
            }
            else if (label is "PRIVATE KEY" && AlgorithmOf(content) is { } oid && (oid == X25519 || oid.StartsWith(MLKem, StringComparison.Ordinal)))
            {
                privateKeys.Add((oid, content));
            }
            else
            {
                CryptographicOperations.ZeroMemory(content);
            }

            text = text[fields.Location.End..];
        }

        foreach ((string oid, byte[] key) in privateKeys)
        {
            keys.AddRange(certificates.Where(c => c.PublicKey.Algorithm.Oid == oid).Select(c => Join(c, oid, key)).OfType<IDecryptionKey>());
            CryptographicOperations.ZeroMemory(key);
        }

        return keys.Count > 0 || privateKeys.Count == 0 ? keys : throw new CertificateException(
            CpsErrorCode.KeyUnreadable, "the key file holds no private key with its certificate", advice: "Put the key and its certificate into one file.");
    }

    // Null when the key is another certificate's.
    private static IDecryptionKey? Join(Certificate certificate, string oid, byte[] privateKey)
    {
        try
        {
            return oid == X25519 ? X25519Key.FromPkcs8(certificate, privateKey) : MLKemKey.FromPkcs8(certificate, privateKey);
        }
        catch (CertificateException e) when (e.Code == CpsErrorCode.KeyUnusable)
        {
            return null;
        }
    }

    private static string? AlgorithmOf(byte[] pkcs8)
    {
        try
        {
            AsnReader reader = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
            reader.ReadInteger();
            return reader.ReadSequence().ReadObjectIdentifier();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
