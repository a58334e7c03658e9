using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>BouncyCastle's <c>Org.BouncyCastle.Cms</c>.</summary>
internal sealed class BouncyCastlePeer : IPeer
{
    public string Name => "BouncyCastle";

    public string Version { get; } = typeof(CmsSignedData).Assembly.GetName().Version!.ToString(3);

    public IReadOnlyList<PeerLimit> Limits { get; } =
    [
        new("b1", "originator key invalid", "BouncyCastle derives with NULL parameters of the key wrap where the message has none (RFC 3565 has none)", Lines.X963),
        new("b2", "Basic Agreement (with KDF) OID not recognised", "BouncyCastle knows no key agreement with HKDF", Lines.Hkdf),
        new("b3", "names no key agreement with HKDF", "CmsEnvelopedGenerator names no key agreement with HKDF", Lines.Hkdf),
        new("b4", "illegal object in GetInstance: Org.BouncyCastle.Asn1.DerOctetString", "BouncyCastle's generator writes parameters for GCM and CCM that its own cipher does not take", c => Lines.Gcm(c) || Lines.Ccm(c)),
        new("b5", "no fixed size for content-encryption key", "BouncyCastle opens PKCS#1 v1.5 only for ciphers whose key length it has in a table, without ChaCha20-Poly1305", Lines.ChaCha),
        new("b6", "wrapped key corrupted", "BouncyCastle's password keys are derived with HMAC-SHA-1 whatever the message says", Lines.Password),
        new("b7", "Org.BouncyCastle.Cms finds no recipient", "BouncyCastle's CMS knows no recipient of a KEM, though its ASN.1 does", Lines.Kem),
        new("b8", "Org.BouncyCastle.Cms has no recipient for KEMs", "BouncyCastle's CMS knows no recipient of a KEM, though its ASN.1 does", Lines.Kem),
        new("b9", "has no generator of DigestedData", "BouncyCastle has no generator of DigestedData", c => Lines.Content(c, CmsContentType.DigestedData)),
        new("b10", "Org.BouncyCastle.Cms has no class for this content", "BouncyCastle has no class for EncryptedData, only its ASN.1", c => Lines.Content(c, CmsContentType.EncryptedData)),
    ];

    public Task<byte[]> ReadAsync(Combination combination, byte[] message, byte[] content) => Task.FromResult(combination switch
    {
        SignatureCombination c => Verify(c, message, content),
        EnvelopeCombination c => Decrypt(c, message),
        ContentCombination { Type: CmsContentType.CompressedData } => new CmsCompressedData(message).GetContent(MatrixPki.Content.Length),
        ContentCombination { Type: CmsContentType.SignedData } => ReadCertificates(message, content),
        _ => throw new PeerLacksException("Org.BouncyCastle.Cms has no class for this content"),
    });

    public Task<byte[]> WriteAsync(Combination combination, byte[] content) => Task.FromResult(combination switch
    {
        SignatureCombination c => Sign(c, content),
        EnvelopeCombination c => Encrypt(c, content),
        ContentCombination { Type: CmsContentType.CompressedData } c => Encode(new CmsCompressedDataGenerator().Generate(new CmsProcessableByteArray(content), CmsCompressedDataGenerator.ZLib).ContentInfo, c),
        ContentCombination { Type: CmsContentType.SignedData } => WriteCertificates(),
        ContentCombination { Type: CmsContentType.DigestedData } => throw new PeerLacksException("Org.BouncyCastle.Cms has no generator of DigestedData"),
        _ => throw new PeerLacksException("Org.BouncyCastle.Cms has no class for this content"),
    });

    public void Dispose()
    {
    }

    private static byte[] Verify(SignatureCombination c, byte[] message, byte[] content)
    {
        CmsSignedData signed = c.IsDetached ? new CmsSignedData(new CmsProcessableByteArray(content), message) : new CmsSignedData(message);
        IList<SignerInformation> signers = [.. signed.GetSignerInfos()];
        Assert.Equal(c.Signers, signers.Count);
        foreach (SignerInformation signer in signers)
        {
            Assert.True(signer.Verify(Assert.Single(signed.GetCertificates().EnumerateMatches(signer.SignerID))));
        }

        using MemoryStream output = new();
        signed.SignedContent.Write(output);
        return output.ToArray();
    }

    private static byte[] Sign(SignatureCombination c, byte[] content)
    {
        CmsSignedDataGenerator generator = new() { UseDefiniteLength = c.Encoding != MessageEncoding.Ber };
        foreach (MatrixKey key in c.Keys.Select(MatrixPki.Get))
        {
            generator.AddSignerInfoGenerator(new SignerInfoGeneratorBuilder().Build(new Asn1SignatureFactory(NameOf(c.Algorithm), key.BouncyCastleKey, new SecureRandom()), key.BouncyCastleCertificate));
            generator.AddCertificate(key.BouncyCastleCertificate);
        }

        CmsSignedData signed = generator.Generate(new CmsProcessableByteArray(content), !c.IsDetached);
        return c.Encoding == MessageEncoding.Usual ? signed.GetEncoded() : Encode(signed.ContentInfo, c);
    }

    private static string NameOf(SignatureAlgorithm algorithm) => algorithm.Family switch
    {
        SignatureFamily.RsaPkcs1 => $"{algorithm.Digest}withRSA",
        SignatureFamily.RsaPss => $"{algorithm.Digest}withRSAandMGF1",
        SignatureFamily.Ecdsa => $"{algorithm.Digest}withECDSA",
        _ => algorithm.ToString(),
    };

    private static byte[] Decrypt(EnvelopeCombination c, byte[] message)
    {
        CmsEnvelopedData envelope = new(c.IsAuthenticated ? BouncyCastleAead.Join(message) : message);
        RecipientInformation recipient = envelope.GetRecipientInfos().GetRecipients().FirstOrDefault() ?? throw new PeerLacksException("Org.BouncyCastle.Cms finds no recipient");
        return recipient.GetContent(c.Recipient.Kind switch
        {
            RecipientKind.KeyEncryptionKey => ParameterUtilities.CreateKeyParameter("AES", MatrixPki.SharedKey(c.Recipient.SharedLength)),
            RecipientKind.Password => new Pkcs5Scheme2Utf8PbeKey(MatrixPki.Password.ToCharArray(), ((PasswordRecipientInformation)recipient).KeyDerivationAlgorithm),
            _ => MatrixPki.Get(c.Recipient.Key).BouncyCastleKey,
        });
    }

    private static byte[] Encrypt(EnvelopeCombination c, byte[] content)
    {
        string cipher = Cipher(c);
        CmsEnvelopedDataGenerator generator = new();
        AddRecipient(generator, c);
        CmsProcessableByteArray typed = new(content);
        CmsEnvelopedData envelope = c.IsAuthenticated
            ? generator.Generate(typed, new Asn1CipherBuilderWithKey(new DerObjectIdentifier(cipher), 8 * c.KeyLength, new SecureRandom()))
            : generator.Generate(typed, new DerObjectIdentifier(cipher), 8 * c.KeyLength);
        return c.IsAuthenticated ? BouncyCastleAead.Split(envelope.ContentInfo, c.Encoding)
            : c.Encoding == MessageEncoding.Usual ? envelope.GetEncoded() : Encode(envelope.ContentInfo, c);
    }

    private static void AddRecipient(CmsEnvelopedDataGenerator generator, EnvelopeCombination c)
    {
        RecipientForm form = c.Recipient;
        switch (form.Kind)
        {
            case RecipientKind.KeyTransport when form.Transport!.OaepDigest is { } digest:
                string number = digest.Name![3..];
                generator.AddRecipientInfoGenerator(new KeyTransRecipientInfoGenerator(MatrixPki.Get(form.Key).BouncyCastleCertificate,
                    new Asn1KeyWrapper($"RSA/NONE/OAEPWithSHA{number}AndMGF1Padding", MatrixPki.Get(form.Key).BouncyCastleCertificate)));
                break;
            case RecipientKind.KeyTransport:
                generator.AddKeyTransRecipient(MatrixPki.Get(form.Key).BouncyCastleCertificate);
                break;
            case RecipientKind.KeyAgreement:
                AddAgreement(generator, c);
                break;
            case RecipientKind.KeyEncryptionKey:
                generator.AddKekRecipient("AES" + (8 * form.SharedLength), ParameterUtilities.CreateKeyParameter("AES", MatrixPki.SharedKey(form.SharedLength)), MatrixPki.SharedKeyIdentifier);
                break;
            case RecipientKind.Password:
                generator.AddPasswordRecipient(new Pkcs5Scheme2Utf8PbeKey(MatrixPki.Password.ToCharArray(), SHA256Salt(), 2048), CmsEnvelopedGenerator.Aes256Cbc);
                break;
            default:
                throw new PeerLacksException("Org.BouncyCastle.Cms has no recipient for KEMs");
        }
    }

    private static void AddAgreement(CmsEnvelopedDataGenerator generator, EnvelopeCombination c)
    {
        string scheme = c.Recipient.Agreement switch
        {
            { IsHkdf: true } => throw new PeerLacksException("Org.BouncyCastle.Cms names no key agreement with HKDF"),
            { Digest.Name: "SHA1" } => CmsEnvelopedGenerator.ECDHSha1Kdf,
            { Digest.Name: "SHA256" } => CmsEnvelopedGenerator.ECDHSha256Kdf,
            { Digest.Name: "SHA384" } => CmsEnvelopedGenerator.ECDHSha384Kdf,
            _ => CmsEnvelopedGenerator.ECDHSha512Kdf,
        };
        MatrixKey key = MatrixPki.Get(c.Recipient.Key);
        ECPrivateKeyParameters recipient = (ECPrivateKeyParameters)key.BouncyCastleKey;
        Org.BouncyCastle.Crypto.Generators.ECKeyPairGenerator ephemeral = new("ECDH");
        ephemeral.Init(new ECKeyGenerationParameters(recipient.PublicKeyParamSet, new SecureRandom()));
        AsymmetricCipherKeyPair pair = ephemeral.GenerateKeyPair();
        string wrap = c.KeyLength switch { 16 => CmsEnvelopedGenerator.Aes128Wrap, 24 => CmsEnvelopedGenerator.Aes192Wrap, _ => CmsEnvelopedGenerator.Aes256Wrap };
        generator.AddKeyAgreementRecipient(scheme, pair.Private, pair.Public, key.BouncyCastleCertificate, wrap);
    }

    private static byte[] SHA256Salt() => System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);

    private static string Cipher(EnvelopeCombination c) => c.Content switch
    {
        ContentEncryption.Aes128Cbc => CmsEnvelopedGenerator.Aes128Cbc,
        ContentEncryption.Aes192Cbc => CmsEnvelopedGenerator.Aes192Cbc,
        ContentEncryption.Aes256Cbc => CmsEnvelopedGenerator.Aes256Cbc,
        ContentEncryption.Aes128Gcm => CmsEnvelopedGenerator.Aes128Gcm,
        ContentEncryption.Aes192Gcm => CmsEnvelopedGenerator.Aes192Gcm,
        ContentEncryption.Aes256Gcm => CmsEnvelopedGenerator.Aes256Gcm,
        ContentEncryption.Aes128Ccm => CmsEnvelopedGenerator.Aes128Ccm,
        ContentEncryption.Aes192Ccm => CmsEnvelopedGenerator.Aes192Ccm,
        ContentEncryption.Aes256Ccm => CmsEnvelopedGenerator.Aes256Ccm,
        ContentEncryption.TripleDesCbc => CmsEnvelopedGenerator.DesEde3Cbc,
        ContentEncryption.DesCbc => CmsEnvelopedGenerator.DesCbc,
        ContentEncryption.ChaCha20Poly1305 => "1.2.840.113549.1.9.16.3.18",
        _ => CmsEnvelopedGenerator.RC2Cbc,
    };

    private static byte[] ReadCertificates(byte[] message, byte[] content)
    {
        Assert.Contains(MatrixPki.Get("RSA/1").BouncyCastleCertificate, new CmsSignedData(message).GetCertificates().EnumerateMatches(null));
        return content;
    }

    private static byte[] WriteCertificates()
    {
        CmsSignedDataGenerator generator = new() { UseDefiniteLength = true };
        generator.AddCertificate(MatrixPki.Get("RSA/1").BouncyCastleCertificate);
        return generator.Generate(new CmsAbsentContent()).ContentInfo.GetDerEncoded();
    }

    private static byte[] Encode(Org.BouncyCastle.Asn1.Cms.ContentInfo message, Combination c) => message.GetEncoded(c.Encoding == MessageEncoding.Ber ? Asn1Encodable.Ber : Asn1Encodable.Der);
}
