using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>The key-encryption key of a key agreement: X9.63 (SEC 1 section 3.6.1) or HKDF over ECC-CMS-SharedInfo (RFC 5753 section 7.2).</summary>
internal static class KeyAgreementDerivation
{
    private static readonly Asn1Tag s_entityUInfo = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_suppPubInfo = new(TagClass.ContextSpecific, 2, isConstructed: true);

    /// <summary>The key-encryption keys that a sender may have derived; the first is the one that is written.</summary>
    /// <remarks>
    /// X9.63 has two, because some products (BouncyCastle and with it MimeKit) always put the wrap algorithm into the shared info with NULL
    /// parameters, whatever the message says. HKDF with keying material of the sender has two: RFC 8418 puts it into the shared info, and
    /// some use it as the salt too. The integrity check of the key wrap tells which it was.
    /// </remarks>
    /// <param name="algorithm">The derivation.</param>
    /// <param name="secret">The agreed secret.</param>
    /// <param name="wrap">The key wrap algorithm exactly as the message encodes it: with parameters absent or NULL, both are in use.</param>
    /// <param name="userKeyingMaterial">The ukm field, or null.</param>
    public static IReadOnlyList<byte[]> Derive(KeyAgreementAlgorithm algorithm, ReadOnlySpan<byte> secret, AlgorithmIdentifier wrap, ReadOnlyMemory<byte>? userKeyingMaterial)
    {
        int length = AesKeyWrap.KeyLength(wrap);
        byte[] info = WriteSharedInfo(wrap, userKeyingMaterial, length);
        if (!algorithm.IsHkdf)
        {
            AlgorithmIdentifier other = wrap.Parameters.IsEmpty ? AlgorithmIdentifier.WithNull(wrap.Oid) : AlgorithmIdentifier.WithoutParameters(wrap.Oid);
            return [X963(algorithm.Digest, secret, info, length), X963(algorithm.Digest, secret, WriteSharedInfo(other, userKeyingMaterial, length), length)];
        }

        byte[] unsalted = Hkdf(algorithm.Digest, secret, length, [], info);
        return userKeyingMaterial is { IsEmpty: false } salt ? [unsalted, Hkdf(algorithm.Digest, secret, length, salt.Span, info)] : [unsalted];
    }

    /// <summary>The derivation of ANSI X9.63.</summary>
    public static byte[] X963(HashAlgorithmName digest, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> info, int length)
    {
        byte[] key = new byte[length];
        using IncrementalHash hash = IncrementalHash.CreateHash(digest);
        Span<byte> counter = stackalloc byte[4];
        Span<byte> output = stackalloc byte[64];
        for (int i = 1, position = 0; position < length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(counter, i);
            hash.AppendData(secret);
            hash.AppendData(counter);
            hash.AppendData(info);
            int count = Math.Min(hash.GetHashAndReset(output), length - position);
            output[..count].CopyTo(key.AsSpan(position));
            position += count;
        }

        CryptographicOperations.ZeroMemory(output);
        return key;
    }

    private static byte[] Hkdf(HashAlgorithmName digest, ReadOnlySpan<byte> secret, int length, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info)
    {
        byte[] key = new byte[length];
        HKDF.DeriveKey(digest, secret, key, salt, info);
        return key;
    }

    private static byte[] WriteSharedInfo(AlgorithmIdentifier wrap, ReadOnlyMemory<byte>? userKeyingMaterial, int keyLength)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            wrap.Write(writer);
            if (userKeyingMaterial is { } material)
            {
                using (writer.PushSequence(s_entityUInfo))
                {
                    writer.WriteOctetString(material.Span);
                }
            }

            byte[] bits = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bits, 8 * keyLength);
            using (writer.PushSequence(s_suppPubInfo))
            {
                writer.WriteOctetString(bits);
            }
        }

        return writer.Encode();
    }
}
