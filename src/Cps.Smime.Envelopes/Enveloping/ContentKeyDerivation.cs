using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// id-alg-cek-hkdf-sha256 of RFC 9709: the identifier of the content encryption goes into the content key, so that the same content key under
/// another algorithm is another key.
/// </summary>
internal static class ContentKeyDerivation
{
    /// <summary>The content encryption inside an identifier, and whether its key is derived.</summary>
    /// <exception cref="EnvelopeException">Malformed.</exception>
    public static (AlgorithmIdentifier Algorithm, bool IsDerived) Read(AlgorithmIdentifier identifier)
    {
        if (identifier.Oid != RecipientOids.CekHkdfSha256)
        {
            return (identifier, false);
        }

        try
        {
            AsnReader reader = new(identifier.Parameters, AsnEncodingRules.BER);
            AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(reader);
            reader.ThrowIfNotEmpty();
            return (algorithm, true);
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the content encryption algorithm cannot be read", e);
        }
    }

    /// <summary>The identifier that says that the key of this content encryption is derived.</summary>
    public static AlgorithmIdentifier Write(AlgorithmIdentifier algorithm) => new(RecipientOids.CekHkdfSha256, Encode(algorithm));

    /// <summary>The derived key, as long as the content key (RFC 9709 section 2); the caller wipes both.</summary>
    /// <param name="contentKey">The content key as the recipients have it.</param>
    /// <param name="algorithm">The content encryption, with parameters in DER: a message may carry them in any BER.</param>
    public static byte[] Derive(ReadOnlySpan<byte> contentKey, AlgorithmIdentifier algorithm)
    {
        byte[] derived = new byte[contentKey.Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, contentKey, derived, "The Cryptographic Message Syntax"u8, Encode(algorithm));
        return derived;
    }

    private static byte[] Encode(AlgorithmIdentifier algorithm)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        algorithm.Write(writer);
        return writer.Encode();
    }
}
