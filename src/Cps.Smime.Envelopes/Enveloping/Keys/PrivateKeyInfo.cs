using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Reads PrivateKeyInfo (PKCS#8, RFC 5958) as far as X25519 and ML-KEM keys need it; the platform reads the others.</summary>
internal static class PrivateKeyInfo
{
    /// <summary>The algorithm, and the content of the privateKey field as a reader.</summary>
    /// <exception cref="CertificateException">KeyUnreadable.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> pkcs8, Func<AlgorithmIdentifier, AsnReader, T> read)
    {
        try
        {
            AsnReader reader = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
            reader.ReadInteger();
            AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(reader);
            AsnReader key = new(reader.ReadOctetString(), AsnEncodingRules.BER);
            T result = read(algorithm, key);
            key.ThrowIfNotEmpty();
            return result;
        }
        catch (AsnContentException e)
        {
            throw new CertificateException(CpsErrorCode.KeyUnreadable, "the private key is not PKCS#8", innerException: e);
        }
    }
}
