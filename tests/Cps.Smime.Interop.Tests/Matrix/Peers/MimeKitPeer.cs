using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using MimeKit;
using MimeKit.Cryptography;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>MimeKit's S/MIME context, which most .NET programs that speak S/MIME use.</summary>
internal sealed class MimeKitPeer : IPeer
{
    private readonly TemporarySecureMimeContext _context = new() { CheckCertificateRevocation = false };

    public MimeKitPeer()
    {
        foreach (Certificate authority in (IEnumerable<Certificate>)[MatrixPki.Root, .. MatrixPki.Intermediates])
        {
            _context.Import(new Org.BouncyCastle.X509.X509Certificate(authority.Encoded.ToArray()));
        }

        foreach (MatrixKey key in MatrixPki.Names.Select(MatrixPki.Get))
        {
            using MemoryStream file = new(MatrixPkcs12.Write(key));
            _context.Import(file, MatrixPkcs12.Password);
        }
    }

    public string Name => "MimeKit";

    public string Version { get; } = typeof(MimeMessage).Assembly.GetName().Version!.ToString(2);

    public IReadOnlyList<PeerLimit> Limits { get; } =
    [
        new("m1", "SecureMimeContext.Sign takes one signer", "SecureMimeContext.Sign takes one signer", Lines.TwoSigners),
        new("m2", "Unknown algorithm in CmsSignedGenerator.GetEncOid", "MimeKit signs with RSA, DSA and ECDSA keys only", c => (Lines.Ed25519(c) || Lines.MLDsa(c)) && !Lines.TwoSigners(c)),
        new("m3", "mac check in GCM failed", "MimeKit takes an AuthEnvelopedData for an EnvelopedData and looks for the tag in the content", Lines.Gcm),
        new("m4", "mac check in ChaCha20Poly1305 failed", "MimeKit takes an AuthEnvelopedData for an EnvelopedData and looks for the tag in the content", Lines.ChaCha),
        new("m5", "no fixed size for content-encryption key", "BouncyCastle opens PKCS#1 v1.5 only for ciphers whose key length it has in a table, without ChaCha20-Poly1305", Lines.ChaCha),
        new("m6", "names no authenticated cipher", "EncryptionAlgorithm names no authenticated cipher", Lines.Aead),
        new("m7", "originator key invalid", "BouncyCastle derives with NULL parameters of the key wrap where the message has none (RFC 3565 has none)", Lines.X963),
        new("m8", "Basic Agreement (with KDF) OID not recognised", "BouncyCastle knows no key agreement with HKDF", Lines.Hkdf),
        new("m9", "MimeKit takes no choice of a key derivation", "MimeKit takes the derivation with SHA-1 and lets nobody choose", Lines.Agreement),
        new("m10", "RsaPrivateCrtKeyParameters", "MimeKit tries its RSA key on every recipient", Lines.Secret),
        new("m11", "SecureMimeContext.Encrypt takes certificates only", "SecureMimeContext.Encrypt takes certificates only", Lines.Secret),
        new("m12", "A suitable private key could not be found", "BouncyCastle's CMS knows no recipient of a KEM", Lines.Kem),
        new("m13", "Unsupported type of recipient certificate", "MimeKit knows no recipient of a KEM", Lines.Kem),
        new("m14", "MimeKit wrote 3DES", "MimeKit takes 3DES where a weaker cipher is asked for", Lines.OlderCipher),
        new("m15", "MimeKit writes BER", "MimeKit writes BER", Lines.Der),
        new("m16", "SecureMimeContext has no method for this content", "SecureMimeContext has no method for this content", c => Lines.Content(c, CmsContentType.DigestedData, CmsContentType.EncryptedData)),
    ];

    public async Task<byte[]> ReadAsync(Combination combination, byte[] message, byte[] content)
    {
        using MemoryStream input = new(message);
        using MemoryStream output = new();
        switch (combination)
        {
            case SignatureCombination { IsDetached: true } c:
                using (MemoryStream signed = new(content))
                {
                    Check(c, await _context.VerifyAsync(signed, input));
                }

                return content;
            case SignatureCombination c:
                using (Stream signed = _context.Verify(input, out DigitalSignatureCollection signatures))
                {
                    await signed.CopyToAsync(output);
                    Check(c, signatures);
                }

                break;
            case EnvelopeCombination:
                await _context.DecryptToAsync(input, output);
                break;
            case ContentCombination { Type: CmsContentType.CompressedData }:
                await _context.DecompressToAsync(input, output);
                break;
            default:
                await _context.ImportAsync(input);
                return content;
        }

        return output.ToArray();
    }

    public async Task<byte[]> WriteAsync(Combination combination, byte[] content)
    {
        using MemoryStream input = new(content);
        MimePart part = combination switch
        {
            SignatureCombination { Encoding: MessageEncoding.Der } or EnvelopeCombination { Encoding: MessageEncoding.Der }
                or ContentCombination { Type: CmsContentType.CompressedData, Encoding: MessageEncoding.Der } => throw new PeerLacksException("MimeKit writes BER"),
            SignatureCombination { Signers: 2 } => throw new PeerLacksException("SecureMimeContext.Sign takes one signer"),
            SignatureCombination { IsDetached: true } c => await _context.SignAsync(Signer(c), input),
            SignatureCombination c => await _context.EncapsulatedSignAsync(Signer(c), input),
            EnvelopeCombination { Recipient.Kind: RecipientKind.KeyEncryptionKey or RecipientKind.Password } => throw new PeerLacksException("SecureMimeContext.Encrypt takes certificates only"),
            EnvelopeCombination c => await _context.EncryptAsync(Recipients(c), input),
            ContentCombination { Type: CmsContentType.CompressedData } => await _context.CompressAsync(input),
            ContentCombination { Type: CmsContentType.SignedData } => await _context.ExportAsync([new MailboxAddress("", MatrixPki.Get("RSA/1").EmailAddress)]),
            _ => throw new PeerLacksException("SecureMimeContext has no method for this content"),
        };
        using MemoryStream output = new();
        await part.Content!.DecodeToAsync(output);
        return combination is EnvelopeCombination { IsOld: true, Content: not ContentEncryption.TripleDesCbc }
            && new Org.BouncyCastle.Cms.CmsEnvelopedData(output.ToArray()).EncryptionAlgOid == Org.BouncyCastle.Cms.CmsEnvelopedGenerator.DesEde3Cbc
            ? throw new PeerLacksException("MimeKit wrote 3DES") : output.ToArray();
    }

    public void Dispose() => _context.Dispose();

    private static void Check(SignatureCombination c, DigitalSignatureCollection signatures)
    {
        Assert.Equal(c.Signers, signatures.Count);
        Assert.All(signatures, s => Assert.True(s.Verify(verifySignatureOnly: true)));
    }

    private static CmsSigner Signer(SignatureCombination c)
    {
        MatrixKey key = MatrixPki.Get(c.Key + "/1");
        return new CmsSigner(key.BouncyCastleCertificate, key.BouncyCastleKey)
        {
            DigestAlgorithm = Enum.Parse<DigestAlgorithm>(c.Algorithm.Digest.Name!, ignoreCase: true),
            RsaSignaturePadding = c.Algorithm.Family == SignatureFamily.RsaPss ? RsaSignaturePadding.Pss : RsaSignaturePadding.Pkcs1,
        };
    }

    private static CmsRecipientCollection Recipients(EnvelopeCombination c)
    {
        if (c.IsAuthenticated)
        {
            throw new PeerLacksException("EncryptionAlgorithm of MimeKit names no authenticated cipher");
        }

        if (c.Recipient.Agreement is { IsHkdf: true } or { Digest.Name: not "SHA1" })
        {
            throw new PeerLacksException("MimeKit takes no choice of a key derivation");
        }

        CmsRecipient recipient = new(MatrixPki.Get(c.Recipient.Key).BouncyCastleCertificate)
        {
            EncryptionAlgorithms = [c.Content switch
            {
                ContentEncryption.Aes128Cbc => EncryptionAlgorithm.Aes128,
                ContentEncryption.Aes192Cbc => EncryptionAlgorithm.Aes192,
                ContentEncryption.Aes256Cbc => EncryptionAlgorithm.Aes256,
                ContentEncryption.TripleDesCbc => EncryptionAlgorithm.TripleDes,
                ContentEncryption.DesCbc => EncryptionAlgorithm.Des,
                ContentEncryption.Rc2Cbc128 => EncryptionAlgorithm.RC2128,
                ContentEncryption.Rc2Cbc64 => EncryptionAlgorithm.RC264,
                _ => EncryptionAlgorithm.RC240,
            }],
        };
        if (c.Recipient.Transport?.OaepDigest is { } digest)
        {
            recipient.RsaEncryptionPadding = RsaEncryptionPadding.CreateOaep(Enum.Parse<DigestAlgorithm>(digest.Name!, ignoreCase: true));
        }

        return [recipient];
    }
}
