using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// An EnvelopedData or AuthEnvelopedData put together field by field (RFC 5652 section 6.1, RFC 5083 section 2.1) with the platform's own
/// ciphers, so that every field can be the wrong one. Definite lengths.
/// </summary>
internal sealed record MadeEnvelope
{
    private static readonly Asn1Tag s_explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_implicit0 = new(TagClass.ContextSpecific, 0);

    public bool Authenticated { get; init; }

    public required string Algorithm { get; init; }

    /// <summary>The encoded parameters of the content encryption.</summary>
    public required byte[] Parameters { get; init; }

    /// <summary>The encoded RecipientInfos.</summary>
    public required IReadOnlyList<byte[]> Recipients { get; init; }

    public required byte[] Ciphertext { get; init; }

    /// <summary>authAttrs as a DER SET, tag 0x31; null for none.</summary>
    public byte[]? Attributes { get; init; }

    public byte[] Mac { get; init; } = [];

    /// <summary>What follows the last field of the envelope, encoded.</summary>
    public byte[] Tail { get; init; } = [];

    public static MadeEnvelope Gcm(byte[] content, byte[]? attributes = null, byte[]? contentKey = null)
    {
        byte[] key = contentKey ?? RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(12);
        byte[] ciphertext = new byte[content.Length];
        byte[] tag = new byte[16];
        using AesGcm gcm = new(key, 16);
        gcm.Encrypt(nonce, content, ciphertext, tag, attributes);
        return new MadeEnvelope
        {
            Authenticated = true,
            Algorithm = CmsOids.Aes256Gcm,
            Parameters = GcmParameters(nonce, 16),
            Recipients = [MadeRecipient.KeyTransport(People.Recipient.Certificate, key)],
            Ciphertext = ciphertext,
            Attributes = attributes,
            Mac = tag,
        };
    }

    public static MadeEnvelope ChaCha(byte[] content, byte[]? attributes = null, byte[]? contentKey = null)
    {
        byte[] key = contentKey ?? RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(12);
        MadeEnvelope made = Gcm(content, attributes, key) with { Algorithm = CmsOids.ChaCha20Poly1305, Parameters = OctetString(nonce), Mac = new byte[16] };
        using ChaCha20Poly1305 platform = new(key);
        platform.Encrypt(nonce, content, made.Ciphertext, made.Mac, attributes);
        return made;
    }

    public static MadeEnvelope Ccm(byte[] content, byte[]? attributes = null, int nonceLength = 12, byte[]? contentKey = null)
    {
        byte[] key = contentKey ?? RandomNumberGenerator.GetBytes(32);
        byte[] nonce = RandomNumberGenerator.GetBytes(nonceLength);
        MadeEnvelope made = Gcm(content, attributes, key) with { Algorithm = CmsOids.Aes256Ccm, Parameters = GcmParameters(nonce, 16), Mac = new byte[16] };
        using AesCcm platform = new(key);
        platform.Encrypt(nonce, content, made.Ciphertext, made.Mac, attributes);
        return made;
    }

    public static MadeEnvelope Cbc(byte[] content, byte[]? contentKey = null)
    {
        byte[] key = contentKey ?? RandomNumberGenerator.GetBytes(32);
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        using Aes aes = Aes.Create();
        aes.Key = key;
        return new MadeEnvelope
        {
            Algorithm = CmsOids.Aes256Cbc,
            Parameters = OctetString(iv),
            Recipients = [MadeRecipient.KeyTransport(People.Recipient.Certificate, key)],
            Ciphertext = aes.EncryptCbc(content, iv),
        };
    }

    /// <summary>GCMParameters (RFC 5084 section 3.2); a null tag length leaves aes-ICVlen out.</summary>
    public static byte[] GcmParameters(byte[] nonce, long? tagLength)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(nonce);
            if (tagLength is { } length)
            {
                writer.WriteInteger(length);
            }
        }

        return writer.Encode();
    }

    public static byte[] OctetString(byte[] octets)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteOctetString(octets);
        return writer.Encode();
    }

    public byte[] Encode()
    {
        // BER, because DER would sort the recipients.
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Authenticated ? CmsOids.AuthEnvelopedData : CmsOids.EnvelopedData);
            using (writer.PushSequence(s_explicit0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSetOf())
                {
                    foreach (byte[] recipient in Recipients)
                    {
                        writer.WriteEncodedValue(recipient);
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(CmsOids.Data);
                    new AlgorithmIdentifier(Algorithm, Parameters).Write(writer);
                    writer.WriteOctetString(Ciphertext, s_implicit0);
                }

                if (Attributes is not null)
                {
                    writer.WriteEncodedValue([0xA1, .. Attributes.AsSpan(1)]);
                }

                if (Authenticated)
                {
                    writer.WriteOctetString(Mac);
                }

                if (Tail.Length > 0)
                {
                    writer.WriteEncodedValue(Tail);
                }
            }
        }

        return writer.Encode();
    }
}
