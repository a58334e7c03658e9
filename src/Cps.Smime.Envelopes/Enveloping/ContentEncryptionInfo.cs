using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// One row of the closed table (content type, object identifier, key length) that decides, before any private key is touched, whether a
/// content encryption is taken at all. AEAD inside EnvelopedData, CBC inside AuthEnvelopedData, other modes, short tags and odd nonces
/// are how envelopes have been downgraded (CVE-2026-34182, CVE-2026-57062).
/// </summary>
internal sealed record ContentEncryptionInfo(ContentEncryption Algorithm, string Oid, string Name, int KeyLength, ContentCipher Cipher, LegacyAlgorithms Legacy = LegacyAlgorithms.None)
{
    public const int GcmNonceLength = 12;
    public const int TagLength = 16;
    public const int BlockLength = 16;

    private static readonly ContentEncryptionInfo[] s_all =
    [
        new(ContentEncryption.Aes256Gcm, CmsOids.Aes256Gcm, "AES-256-GCM", 32, ContentCipher.Gcm),
        new(ContentEncryption.Aes192Gcm, CmsOids.Aes192Gcm, "AES-192-GCM", 24, ContentCipher.Gcm),
        new(ContentEncryption.Aes128Gcm, CmsOids.Aes128Gcm, "AES-128-GCM", 16, ContentCipher.Gcm),
        new(ContentEncryption.Aes256Cbc, CmsOids.Aes256Cbc, "AES-256-CBC", 32, ContentCipher.Cbc),
        new(ContentEncryption.Aes192Cbc, CmsOids.Aes192Cbc, "AES-192-CBC", 24, ContentCipher.Cbc),
        new(ContentEncryption.Aes128Cbc, CmsOids.Aes128Cbc, "AES-128-CBC", 16, ContentCipher.Cbc),
        new(ContentEncryption.ChaCha20Poly1305, CmsOids.ChaCha20Poly1305, "ChaCha20-Poly1305", 32, ContentCipher.ChaCha20Poly1305),
        new(ContentEncryption.Aes256Ccm, CmsOids.Aes256Ccm, "AES-256-CCM", 32, ContentCipher.Ccm),
        new(ContentEncryption.Aes192Ccm, CmsOids.Aes192Ccm, "AES-192-CCM", 24, ContentCipher.Ccm),
        new(ContentEncryption.Aes128Ccm, CmsOids.Aes128Ccm, "AES-128-CCM", 16, ContentCipher.Ccm),
        new(ContentEncryption.TripleDesCbc, CmsOids.TripleDesCbc, "DES-EDE3-CBC", 24, ContentCipher.TripleDesCbc, LegacyAlgorithms.TripleDesCbc),
        new(ContentEncryption.DesCbc, CmsOids.DesCbc, "DES-CBC", 8, ContentCipher.DesCbc, LegacyAlgorithms.DesCbc),
        new(ContentEncryption.Rc2Cbc128, CmsOids.Rc2Cbc, "RC2-CBC", 16, ContentCipher.Rc2Cbc, LegacyAlgorithms.Rc2Cbc),
        new(ContentEncryption.Rc2Cbc64, CmsOids.Rc2Cbc, "RC2-CBC", 8, ContentCipher.Rc2Cbc, LegacyAlgorithms.Rc2Cbc),
        new(ContentEncryption.Rc2Cbc40, CmsOids.Rc2Cbc, "RC2-CBC", 5, ContentCipher.Rc2Cbc, LegacyAlgorithms.Rc2Cbc),
    ];

    /// <summary>Whether the cipher authenticates, and so belongs into AuthEnvelopedData and nowhere else.</summary>
    public bool IsAuthenticated => Cipher is ContentCipher.Gcm or ContentCipher.Ccm or ContentCipher.ChaCha20Poly1305;

    /// <summary>Whether it is written, and not only read.</summary>
    public bool IsWritten => Legacy == LegacyAlgorithms.None && Cipher != ContentCipher.Ccm;

    private int VectorLength => IsAuthenticated ? GcmNonceLength : Legacy == LegacyAlgorithms.None ? BlockLength : LegacyCbcDecryptor.BlockLength;

    /// <summary>The row of an algorithm that is written.</summary>
    public static ContentEncryptionInfo Of(ContentEncryption algorithm) => Array.Find(s_all, i => i.Algorithm == algorithm && i.IsWritten)
        ?? throw new ArgumentOutOfRangeException(nameof(algorithm), "Not a content encryption that is written.");

    /// <summary>The row of an identifier in this content type, or null; the ciphers of old mail are not found.</summary>
    public static ContentEncryptionInfo? Find(string oid, bool authenticated) => Array.Find(
        s_all, i => i.Oid == oid && i.IsAuthenticated == authenticated && i.Legacy == LegacyAlgorithms.None);

    /// <summary>The row of an identifier in this content type, with the ciphers of old mail that are allowed; or null.</summary>
    /// <exception cref="EnvelopeException">The parameters that choose the row cannot be read.</exception>
    public static ContentEncryptionInfo? Find(AlgorithmIdentifier identifier, bool authenticated, LegacyAlgorithms allowed)
    {
        ContentEncryptionInfo? info = Find(identifier.Oid, authenticated) ?? Array.Find(
            s_all, i => i.Oid == identifier.Oid && i.IsAuthenticated == authenticated && (i.Legacy & allowed) != 0);
        return info?.Cipher != ContentCipher.Rc2Cbc ? info : Rc2Parameters.Read(identifier.Parameters).KeyLength is { } length
            ? Array.Find(s_all, i => i.Cipher == ContentCipher.Rc2Cbc && i.KeyLength == length) : null;
    }

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
            if (Cipher is ContentCipher.Gcm or ContentCipher.Ccm)
            {
                // GCMParameters and CCMParameters (RFC 5084 section 3); an absent tag length means 12 octets.
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
                bool goodNonce = Cipher == ContentCipher.Ccm ? iv.Length is >= 7 and <= 13 : iv.Length == GcmNonceLength;
                if (!goodNonce || tagLength != TagLength)
                {
                    throw new EnvelopeException(CpsErrorCode.Refused, $"the nonce has a wrong length or the tag is not {TagLength} bytes long", Name);
                }
            }
            else if (Cipher == ContentCipher.Rc2Cbc)
            {
                return Rc2Parameters.Read(parameters).Iv;
            }
            else
            {
                iv = reader.ReadOctetString();
                if (iv.Length != VectorLength)
                {
                    throw new EnvelopeException(CpsErrorCode.Refused, $"the nonce or initialization vector is not {VectorLength} bytes long", Name);
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

    /// <summary>How long content of this length becomes when it is encrypted: CBC pads it by 1 to 16 bytes (RFC 5652 section 6.3). Null stays null.</summary>
    public long? CiphertextLength(long? contentLength) => Cipher == ContentCipher.Cbc ? contentLength - (contentLength % BlockLength) + BlockLength : contentLength;

    /// <summary>A fresh nonce or vector, and the identifier that carries it.</summary>
    public (byte[] Iv, AlgorithmIdentifier Identifier) NewParameters()
    {
        byte[] iv = RandomNumberGenerator.GetBytes(VectorLength);
        return (iv, Identifier(iv));
    }

    /// <summary>The identifier with this nonce or vector in DER, however a message encodes it. Not for RC2, whose parameters say more.</summary>
    public AlgorithmIdentifier Identifier(ReadOnlySpan<byte> iv)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        if (Cipher is ContentCipher.Gcm or ContentCipher.Ccm)
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

        return new AlgorithmIdentifier(Oid, writer.Encode());
    }
}
