using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>The key-encryption key of a KEM: HKDF without salt over CMSORIforKEMOtherInfo (RFC 9629 section 5, RFC 8619).</summary>
internal static class KemDerivation
{
    private static readonly Asn1Tag s_userKeyingMaterial = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The digest of a derivation, or null when it is none that is read.</summary>
    public static HashAlgorithmName? Digest(AlgorithmIdentifier derivation) => !derivation.HasNoParameters ? null : derivation.Oid switch
    {
        RecipientOids.HkdfSha256 => HashAlgorithmName.SHA256,
        RecipientOids.HkdfSha384 => HashAlgorithmName.SHA384,
        RecipientOids.HkdfSha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>The key-encryption key; the caller wipes it.</summary>
    public static byte[] Derive(HashAlgorithmName digest, ReadOnlySpan<byte> secret, AlgorithmIdentifier wrap, ReadOnlyMemory<byte>? userKeyingMaterial)
    {
        byte[] key = new byte[AesKeyWrap.KeyLength(wrap)];
        AsnWriter info = new(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            wrap.Write(info);
            info.WriteInteger(key.Length);
            WriteUserKeyingMaterial(info, userKeyingMaterial);
        }

        HKDF.DeriveKey(digest, secret, key, [], info.Encode());
        return key;
    }

    public static void WriteUserKeyingMaterial(AsnWriter writer, ReadOnlyMemory<byte>? userKeyingMaterial)
    {
        if (userKeyingMaterial is { } material)
        {
            using (writer.PushSequence(s_userKeyingMaterial))
            {
                writer.WriteOctetString(material.Span);
            }
        }
    }

    public static ReadOnlyMemory<byte>? ReadUserKeyingMaterial(AsnReader reader)
    {
        if (!reader.PeekTag().HasSameClassAndValue(s_userKeyingMaterial))
        {
            return null;
        }

        AsnReader material = reader.ReadSequence(s_userKeyingMaterial);
        ReadOnlyMemory<byte> octets = material.ReadOctetString();
        material.ThrowIfNotEmpty();
        return octets;
    }
}
