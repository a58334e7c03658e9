using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>SignerInfo of RFC 5652 section 5.3 as it stands in a message. Immutable.</summary>
public sealed class SignerInfo
{
    private static readonly Asn1Tag s_signedAttributes = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_unsignedAttributes = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private SignerInfo(SignerIdentifier identifier, AlgorithmIdentifier digest, AlgorithmIdentifier signature, ReadOnlyMemory<byte> value)
    {
        Identifier = identifier;
        DigestAlgorithm = digest;
        SignatureAlgorithm = signature;
        Signature = value;
    }

    /// <summary>Whose certificate signed.</summary>
    public SignerIdentifier Identifier { get; }

    /// <summary>The digest algorithm.</summary>
    public AlgorithmIdentifier DigestAlgorithm { get; }

    /// <summary>The digest, or null when it is unknown here.</summary>
    public HashAlgorithmName? Digest => CmsOids.ToDigest(DigestAlgorithm.Oid);

    /// <summary>The signature algorithm.</summary>
    public AlgorithmIdentifier SignatureAlgorithm { get; }

    /// <summary>The signature value.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Whether signed attributes are present, readable or not.</summary>
    public bool HasSignedAttributes { get; private init; }

    /// <summary>The signed attributes, or null when they are absent or not acceptable.</summary>
    public SignedAttributes? SignedAttributes { get; private init; }

    internal static SignerInfo Read(AsnReader reader)
    {
        AsnReader sequence = reader.ReadSequence();
        BigInteger version = sequence.ReadInteger();
        SignerIdentifier identifier = SignerIdentifier.Read(sequence);
        if (version != (identifier.IsKeyIdentifier ? 3 : 1))
        {
            throw EnvelopeException.Malformed("a signer's version does not fit its identifier");
        }

        AlgorithmIdentifier digest = AlgorithmIdentifier.Read(sequence);
        byte[]? signedAttributes = null;
        if (sequence.PeekTag().HasSameClassAndValue(s_signedAttributes))
        {
            // The signature is over the same bytes with the tag of a SET (RFC 5652 section 5.4): only the class and number change.
            signedAttributes = sequence.ReadEncodedValue().ToArray();
            signedAttributes[0] = (byte)((signedAttributes[0] & 0x20) | 0x11);
        }

        AlgorithmIdentifier signatureAlgorithm = AlgorithmIdentifier.Read(sequence);
        ReadOnlyMemory<byte> signature = sequence.ReadOctetString();
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(s_unsignedAttributes))
        {
            sequence.ReadEncodedValue();
        }

        sequence.ThrowIfNotEmpty();
        return new SignerInfo(identifier, digest, signatureAlgorithm, signature)
        {
            HasSignedAttributes = signedAttributes is not null,
            SignedAttributes = signedAttributes is null ? null : SignedAttributes.Read(signedAttributes),
        };
    }
}
