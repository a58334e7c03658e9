using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>A SignerInfo put together field by field (RFC 5652 section 5.3), with a signature that is right for the attributes it ends up with.</summary>
internal sealed record MadeSigner
{
    public TestCredential Credential { get; init; } = People.Signer;

    /// <summary>The certificate that the SignerInfo names; null for the credential's.</summary>
    public Certificate? Named { get; init; }

    public bool ByKeyIdentifier { get; init; }

    public AlgorithmIdentifier Digest { get; init; } = AlgorithmIdentifier.WithoutParameters(CmsOids.Sha256);

    public AlgorithmIdentifier Signature { get; init; } = AlgorithmIdentifier.WithNull(CmsOids.RsaEncryption);

    /// <summary>The digest that is really used, for content and signature.</summary>
    public HashAlgorithmName SignedWith { get; init; } = HashAlgorithmName.SHA256;

    public RSASignaturePadding Padding { get; init; } = RSASignaturePadding.Pkcs1;

    /// <summary>Whether there are no signed attributes, so that the signature is over the content itself.</summary>
    public bool WithoutAttributes { get; init; }

    /// <summary>The attributes; null for content-type, signing-time and message-digest.</summary>
    public Func<byte[], IReadOnlyList<byte[]>>? Attributes { get; init; }

    /// <summary>Attributes after the usual ones.</summary>
    public IReadOnlyList<byte[]> More { get; init; } = [];

    /// <summary>Changes the encoded SET (tag 0x31) before it is signed.</summary>
    public Func<byte[], byte[]> Alter { get; init; } = set => set;

    /// <summary>Makes the signature value from what is to be signed; null for an honest one.</summary>
    public Func<byte[], byte[]>? Sign { get; init; }

    /// <summary>Makes the unsigned attributes from the signature value; null for none.</summary>
    public Func<byte[], IReadOnlyList<byte[]>>? Unsigned { get; init; }

    public static byte[] Attribute(string oid, params byte[][] values)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                foreach (byte[] value in values)
                {
                    writer.WriteEncodedValue(value);
                }
            }
        }

        return writer.Encode();
    }

    public static byte[] Oid(string oid)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    public static byte[] ContentType(string oid = CmsOids.Data) => Attribute(CmsOids.ContentTypeAttribute, Oid(oid));

    public static byte[] MessageDigest(byte[] digest) => Attribute(CmsOids.MessageDigestAttribute, MadeEnvelope.OctetString(digest));

    public static byte[] SigningTime()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteUtcTime(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        return Attribute(CmsOids.SigningTimeAttribute, writer.Encode());
    }

    /// <summary>A SET OF with the members in DER order, tag 0x31.</summary>
    public static byte[] SortedSet(IEnumerable<byte[]> members)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            foreach (byte[] member in members)
            {
                writer.WriteEncodedValue(member);
            }
        }

        return writer.Encode();
    }

    public byte[] Encode(byte[] content)
    {
        byte[] digest = CryptographicOperations.HashData(SignedWith, content);
        byte[] set = Alter(SortedSet([.. Attributes?.Invoke(digest) ?? [ContentType(), SigningTime(), MessageDigest(digest)], .. More]));
        byte[] toBeSigned = WithoutAttributes ? content : set;
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            Certificate named = Named ?? Credential.Certificate;
            writer.WriteInteger(ByKeyIdentifier ? 3 : 1);
            if (ByKeyIdentifier)
            {
                writer.WriteOctetString(named.SubjectKeyIdentifier!.Value.Span, new Asn1Tag(TagClass.ContextSpecific, 0));
            }
            else
            {
                SignerIdentifier.WriteIssuerAndSerialNumber(writer, named);
            }

            Digest.Write(writer);
            if (!WithoutAttributes)
            {
                // [0] IMPLICIT: class and number change, the constructed bit stays.
                byte[] tagged = [(byte)(0x80 | (set[0] & 0x20)), .. set.AsSpan(1)];
                writer.WriteEncodedValue(tagged);
            }

            Signature.Write(writer);
            byte[] signature = Sign?.Invoke(toBeSigned) ?? Credential.PrivateKey.SignData(toBeSigned, SignedWith, Padding);
            writer.WriteOctetString(signature);
            if (Unsigned is not null)
            {
                writer.WriteEncodedValue([0xA1, .. SortedSet(Unsigned(signature)).AsSpan(1)]);
            }
        }

        return writer.Encode();
    }
}
