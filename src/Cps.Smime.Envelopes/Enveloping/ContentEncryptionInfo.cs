using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// One row of the closed table (content type, object identifier, key length) that decides, before any private key is touched, whether a
/// content encryption is taken at all. AEAD inside EnvelopedData, CBC inside AuthEnvelopedData, other modes, short tags and odd nonces
/// are how envelopes have been downgraded (CVE-2026-34182, CVE-2026-57062).
/// </summary>
internal sealed record ContentEncryptionInfo(ContentEncryption Algorithm, string Oid, string Name, int KeyLength, bool IsAuthenticated)
{
    public const int GcmNonceLength = 12;
    public const int TagLength = 16;
    public const int BlockLength = 16;

    private static readonly ContentEncryptionInfo[] s_all =
    [
        new(ContentEncryption.Aes256Gcm, CmsOids.Aes256Gcm, "AES-256-GCM", 32, IsAuthenticated: true),
        new(ContentEncryption.Aes192Gcm, CmsOids.Aes192Gcm, "AES-192-GCM", 24, IsAuthenticated: true),
        new(ContentEncryption.Aes128Gcm, CmsOids.Aes128Gcm, "AES-128-GCM", 16, IsAuthenticated: true),
        new(ContentEncryption.Aes256Cbc, CmsOids.Aes256Cbc, "AES-256-CBC", 32, IsAuthenticated: false),
        new(ContentEncryption.Aes192Cbc, CmsOids.Aes192Cbc, "AES-192-CBC", 24, IsAuthenticated: false),
        new(ContentEncryption.Aes128Cbc, CmsOids.Aes128Cbc, "AES-128-CBC", 16, IsAuthenticated: false),
    ];

    public static ContentEncryptionInfo Of(ContentEncryption algorithm) => Array.Find(s_all, i => i.Algorithm == algorithm)
        ?? throw new ArgumentOutOfRangeException(nameof(algorithm));

    /// <summary>The row of an identifier in this content type, or null.</summary>
    public static ContentEncryptionInfo? Find(string oid, bool authenticated) => Array.Find(s_all, i => i.Oid == oid && i.IsAuthenticated == authenticated);

    /// <summary>A name for people: the algorithm's, or its identifier when it is none of the table.</summary>
    public static string NameOf(string oid) => Array.Find(s_all, i => i.Oid == oid)?.Name ?? oid;

    /// <summary>The nonce or initialization vector of the parameters, after every check that does not need a key.</summary>
    /// <exception cref="EnvelopeException">Refused.</exception>
    public byte[] ReadParameters(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            AsnReader reader = new(parameters, AsnEncodingRules.BER);
            byte[] iv;
            if (IsAuthenticated)
            {
                // GCMParameters (RFC 5084 section 3.2); an absent tag length means 12 octets.
                AsnReader sequence = reader.ReadSequence();
                iv = sequence.ReadOctetString();
                int tagLength = 12;
                if (sequence.HasData && !sequence.TryReadInt32(out tagLength))
                {
                    // Larger than any length, but an integer all the same.
                    sequence.ReadInteger();
                    tagLength = -1;
                }

                sequence.ThrowIfNotEmpty();
                if (iv.Length != GcmNonceLength || tagLength != TagLength)
                {
                    throw new EnvelopeException(CpsErrorCode.Refused, $"the nonce is not {GcmNonceLength} bytes or the tag not {TagLength} bytes long", Name);
                }
            }
            else
            {
                iv = reader.ReadOctetString();
                if (iv.Length != BlockLength)
                {
                    throw new EnvelopeException(CpsErrorCode.Refused, $"the initialization vector is not {BlockLength} bytes long", Name);
                }
            }

            reader.ThrowIfNotEmpty();
            return iv;
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the parameters of the content encryption cannot be read", e);
        }
    }

    /// <summary>A fresh nonce or vector, and the identifier that carries it.</summary>
    public (byte[] Iv, AlgorithmIdentifier Identifier) NewParameters()
    {
        byte[] iv = RandomNumberGenerator.GetBytes(IsAuthenticated ? GcmNonceLength : BlockLength);
        AsnWriter writer = new(AsnEncodingRules.DER);
        if (IsAuthenticated)
        {
            using (writer.PushSequence())
            {
                writer.WriteOctetString(iv);
                writer.WriteInteger(TagLength);
            }
        }
        else
        {
            writer.WriteOctetString(iv);
        }

        return (iv, new AlgorithmIdentifier(Oid, writer.Encode()));
    }
}
