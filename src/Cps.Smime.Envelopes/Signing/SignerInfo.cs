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
    public HashAlgorithmName? Digest { get; private init; }

    /// <summary>The signature algorithm.</summary>
    public AlgorithmIdentifier SignatureAlgorithm { get; }

    /// <summary>The signature value.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Whether signed attributes are present, readable or not.</summary>
    public bool HasSignedAttributes { get; private init; }

    /// <summary>The signed attributes, or null when they are absent or not acceptable.</summary>
    public SignedAttributes? SignedAttributes { get; private init; }

    /// <summary>Whether unsigned attributes are present, readable or not.</summary>
    public bool HasUnsignedAttributes { get; private init; }

    /// <summary>The unsigned attributes, or null when they are absent or not readable. Nobody vouches for them.</summary>
    public UnsignedAttributes? UnsignedAttributes { get; private init; }

    /// <summary>The counter-signatures (RFC 5652 section 11.4), each by somebody over <see cref="Signature"/>; unreadable ones left out.</summary>
    public IReadOnlyList<SignerInfo> CounterSignatures { get; private init; } = [];

    /// <summary>How many counter-signatures cannot be read.</summary>
    public int UnreadableCounterSignatures { get; private init; }

    internal static SignerInfo Read(AsnReader reader, SignerReading reading)
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
        ReadOnlyMemory<byte>? unsigned = null;
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(s_unsignedAttributes))
        {
            unsigned = sequence.ReadEncodedValue();
        }

        sequence.ThrowIfNotEmpty();
        UnsignedAttributes? unsignedAttributes = unsigned is { } encoded ? UnsignedAttributes.Read(encoded, s_unsignedAttributes) : null;
        IReadOnlyList<ReadOnlyMemory<byte>> counterSignatures = unsignedAttributes?.Find(CmsOids.CounterSignatureAttribute) ?? [];
        List<SignerInfo> counterSigners = [.. counterSignatures.Select(c => ReadCounterSignature(c, reading)).OfType<SignerInfo>()];
        return new SignerInfo(identifier, digest, signatureAlgorithm, signature)
        {
            Digest = CmsOids.ToDigest(digest.Oid, reading.Legacy),
            HasSignedAttributes = signedAttributes is not null,
            SignedAttributes = signedAttributes is null ? null : SignedAttributes.Read(signedAttributes),
            HasUnsignedAttributes = unsigned is not null,
            UnsignedAttributes = unsignedAttributes,
            CounterSignatures = counterSigners,
            UnreadableCounterSignatures = counterSignatures.Count - counterSigners.Count,
        };
    }

    // Null when it cannot be read: what anybody could have added must not make the signature unreadable.
    private static SignerInfo? ReadCounterSignature(ReadOnlyMemory<byte> encoded, SignerReading reading)
    {
        reading.TakeCounterSignature();
        try
        {
            return Read(new AsnReader(encoded, AsnEncodingRules.BER), reading);
        }
        catch (Exception e) when (e is AsnContentException or EnvelopeException { Code: CpsErrorCode.Malformed })
        {
            return null;
        }
    }
}
