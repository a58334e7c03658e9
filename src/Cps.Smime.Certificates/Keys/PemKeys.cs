using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>Reads the private keys and certificates of a PEM text (RFC 7468) and joins them by their public keys.</summary>
internal static class PemKeys
{
    private const int MaximumBlocks = 256;
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    public static List<SoftwareKey> Read(ReadOnlySpan<char> text, ReadOnlySpan<char> password)
    {
        List<Certificate> certificates = [];
        List<IDisposable> privateKeys = [];
        try
        {
            for (int blocks = 0; PemEncoding.TryFind(text, out PemFields fields) && blocks < MaximumBlocks; blocks++)
            {
                ReadOnlySpan<char> label = text[fields.Label];
                byte[] content = Convert.FromBase64String(text[fields.Base64Data].ToString());
                if (label is "CERTIFICATE")
                {
                    certificates.Add(Certificate.FromDer(content));
                }
                else if (label.EndsWith("PRIVATE KEY"))
                {
                    privateKeys.Add(ReadKey(label, content, password));
                }

                CryptographicOperations.ZeroMemory(content);
                text = text[fields.Location.End..];
            }

            return [.. privateKeys.Select(key => Join(key, certificates)).OfType<SoftwareKey>()];
        }
        finally
        {
            privateKeys.ForEach(k => k.Dispose());
        }
    }

    private static IDisposable ReadKey(ReadOnlySpan<char> label, byte[] content, ReadOnlySpan<char> password)
    {
        switch (label)
        {
            case "RSA PRIVATE KEY":
                RSA rsa = RSA.Create();
                rsa.ImportRSAPrivateKey(content, out _);
                return rsa;
            case "EC PRIVATE KEY":
                ECDsa ec = ECDsa.Create();
                ec.ImportECPrivateKey(content, out _);
                return ec;
            case "PRIVATE KEY":
                return PrivateKeyInfo.Read(content);
            case "ENCRYPTED PRIVATE KEY":
                CapIterations(content);
                return ReadEncryptedPkcs8(content, password);
            default:
                throw new CertificateException(CpsErrorCode.Unsupported, "the private key is of a kind that is not read", label.ToString());
        }
    }

    // The algorithm is inside the encryption, so the platform's kinds are tried before the others.
    private static IDisposable ReadEncryptedPkcs8(byte[] content, ReadOnlySpan<char> password)
    {
        RSA rsa = RSA.Create();
        try
        {
            rsa.ImportEncryptedPkcs8PrivateKey(password, content, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
        }

        ECDsa ec = ECDsa.Create();
        try
        {
            ec.ImportEncryptedPkcs8PrivateKey(password, content, out _);
            return ec;
        }
        catch (CryptographicException)
        {
            ec.Dispose();
        }

        return PrivateKeyInfo.ReadEncrypted(content, password);
    }

    // PBES2 with PBKDF2 (RFC 8018): a file that asks for billions of rounds is refused before the first.
    private static void CapIterations(byte[] content)
    {
        try
        {
            AsnReader algorithm = new AsnReader(content, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Pbes2)
            {
                throw new CertificateException(CpsErrorCode.Unsupported, "the private key is encrypted with something other than PBES2");
            }

            AsnReader derivation = algorithm.ReadSequence().ReadSequence();
            if (derivation.ReadObjectIdentifier() != Pbkdf2)
            {
                throw new CertificateException(CpsErrorCode.Unsupported, "the private key's password derivation is not PBKDF2");
            }

            AsnReader parameters = derivation.ReadSequence();
            parameters.ReadEncodedValue();
            BigInteger iterations = parameters.ReadInteger();
            if (iterations > KeyFile.MaximumIterations)
            {
                throw new CertificateException(CpsErrorCode.LimitExceeded, $"the key file asks for more than {KeyFile.MaximumIterations} rounds of password derivation");
            }
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("The encrypted private key is not PKCS#8.", e);
        }
    }

    private static SoftwareKey? Join(IDisposable key, List<Certificate> certificates)
    {
        foreach (Certificate certificate in certificates)
        {
            List<Certificate> others = [.. certificates.Where(c => !c.Equals(certificate))];
            switch (key)
            {
                case RSA rsa when BelongsTo(rsa, certificate.PublicKey):
                    return new SoftwareKey(certificate, rsa, others);
                case ECDsa ec when certificate.PublicKey.IsEllipticCurve && certificate.PublicKey.KeyBytes.Span.EndsWith(ec.ExportParameters(false).Q.Y):
                    return new SoftwareKey(certificate, ec, others);
                case PureSigningKey pure when SoftwareKey.TryCreate(certificate, pure, others) is { } signer:
                    return signer;
                default:
                    break;
            }
        }

        return null;
    }

    // Compared as encoded: an authority further up may have a key that is refused for use, which is no reason not to read the file.
    private static bool BelongsTo(RSA key, CertificatePublicKey publicKey) =>
        publicKey.IsRsa && publicKey.KeyBytes.Span.SequenceEqual(key.ExportRSAPublicKey());
}
