using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Certificates;

/// <summary>Finds the certificates in a file: PEM (CERTIFICATE, PKCS7), one DER certificate, or a certs-only SignedData (<c>.p7b</c>).</summary>
internal static class CertificateFile
{
    private const int MaximumLength = 16 * 1024 * 1024;
    private const int MaximumCertificates = 10_000;
    private const string SignedData = "1.2.840.113549.1.7.2";

    private static readonly Asn1Tag s_certificates = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static IReadOnlyList<Certificate> Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaximumLength)
        {
            throw new CertificateException(CpsErrorCode.LimitExceeded, $"a certificate file is larger than {MaximumLength / (1024 * 1024)} MiB");
        }

        List<Certificate> found = [];
        if (file.IndexOf("-----BEGIN "u8) >= 0)
        {
            ReadPem(Encoding.Latin1.GetString(file), found);
        }
        else
        {
            ReadBinary(file, found);
        }

        return found.Count > 0 ? found : throw new CertificateException(CpsErrorCode.Malformed, "there is no certificate in the file");
    }

    private static void ReadPem(ReadOnlySpan<char> text, List<Certificate> found)
    {
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            ReadOnlySpan<char> label = text[fields.Label];
            if (label is "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" or "PKCS7" or "CMS")
            {
                byte[] binary = Convert.FromBase64String(text[fields.Base64Data].ToString());
                ReadBinary(label is "TRUSTED CERTIFICATE" ? WithoutTrustSettings(binary) : binary, found);
            }

            text = text[fields.Location.End..];
        }
    }

    // OpenSSL writes its own trust settings behind the certificate; nothing is taken from them.
    private static ReadOnlySpan<byte> WithoutTrustSettings(ReadOnlySpan<byte> binary) =>
        AsnDecoder.TryReadEncodedValue(binary, AsnEncodingRules.DER, out _, out _, out _, out int consumed) ? binary[..consumed] : binary;

    private static void ReadBinary(ReadOnlySpan<byte> binary, List<Certificate> found)
    {
        if (!TryReadSignedData(binary, found))
        {
            found.Add(Certificate.FromDer(binary));
        }

        if (found.Count > MaximumCertificates)
        {
            throw new CertificateException(CpsErrorCode.LimitExceeded, $"a file holds more than {MaximumCertificates} certificates");
        }
    }

    private static bool TryReadSignedData(ReadOnlySpan<byte> binary, List<Certificate> found)
    {
        List<ReadOnlyMemory<byte>> encoded = [];
        try
        {
            AsnReader outer = new AsnReader(binary.ToArray(), AsnEncodingRules.BER).ReadSequence();
            if (!outer.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) || outer.ReadObjectIdentifier() != SignedData)
            {
                return false;
            }

            AsnReader signedData = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)).ReadSequence();
            signedData.ReadInteger();
            signedData.ReadEncodedValue();
            signedData.ReadEncodedValue();
            if (signedData.HasData && signedData.PeekTag().HasSameClassAndValue(s_certificates))
            {
                AsnReader set = signedData.ReadSetOf(skipSortOrderValidation: true, s_certificates);
                while (set.HasData && encoded.Count <= MaximumCertificates)
                {
                    encoded.Add(set.ReadEncodedValue());
                }
            }
        }
        catch (AsnContentException)
        {
            // Not a SignedData: the caller tries a certificate, and its error is the one that counts.
            return false;
        }

        found.AddRange(encoded.Select(e => Certificate.FromDer(e.Span)));
        return true;
    }
}
