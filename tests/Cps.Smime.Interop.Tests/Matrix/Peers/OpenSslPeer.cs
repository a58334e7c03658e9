using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>OpenSSL's <c>openssl cms</c>.</summary>
internal sealed class OpenSslPeer : ProgramPeer
{
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");

    public OpenSslPeer()
    {
        Folder.Write("anchors.pem", MatrixPki.Root.ToPem() + "\n");
        Folder.Write("intermediates.pem", string.Concat(MatrixPki.Intermediates.Select(c => c.ToPem() + "\n")));
        foreach (MatrixKey key in MatrixPki.Names.Select(MatrixPki.Get))
        {
            Folder.Write(key.Nickname + ".pem", key.Pem);
        }

        Version = Run(_openssl, "version").Output.Split(' ')[1];
    }

    public override string Name => "OpenSSL";

    public override string Version { get; }

    public override IReadOnlyList<PeerLimit> Limits { get; } =
    [
        new("o1", "eddsa_digest_signverify_init:invalid digest", "OpenSSL 3.0 signs and verifies Ed25519 in CMS as if it signed a digest", Lines.Ed25519),
        new("o2", "Could not read signing key from ml", "OpenSSL 3.0 knows no ML-DSA and no ML-KEM key", c => Lines.MLDsa(c) || Lines.Kem(c)),
        new("o3", "X509_PUBKEY_get0:decode error", "OpenSSL 3.0 knows no ML-DSA and no ML-KEM certificate", c => Lines.MLDsa(c) || Lines.Kem(c)),
        new("o4", "unsupported compression algorithm", "OpenSSL of Debian is built without zlib", c => Lines.Content(c, CmsContentType.CompressedData)),
        new("o5", "unknown cipher", "OpenSSL 3.0 has no object identifier of ChaCha20-Poly1305 in CMS", Lines.ChaCha),
        new("o6", "unsupported content encryption algorithm", "OpenSSL 3.0 has no object identifier of ChaCha20-Poly1305 in CMS", Lines.ChaCha),
        new("o7", "CMS_add0_recipient_password:malloc failure", "OpenSSL 3.0 uses the content's cipher to wrap the key of a password recipient, which ChaCha20-Poly1305 cannot", c => Lines.Password(c) && Lines.ChaCha(c)),
        new("o8", "CMS_add0_recipient_password:cipher parameter initialisation error", "OpenSSL 3.0 uses the content's cipher to wrap the key of a password recipient, which GCM cannot", c => Lines.Password(c) && Lines.Gcm(c)),
        new("o9", "evp_cipher_param_to_asn1_ex:unsupported cipher", "OpenSSL 3.0 writes no parameters of AES-CCM", Lines.Ccm),
        new("o10", "ecdh_cms_set_shared_info:kdf parameter error", "OpenSSL 3.0 knows no key agreement with HKDF", c => Lines.Hkdf(c) && Lines.Curve(c)),
        new("o11", "no option of openssl cms names HKDF", "no option names HKDF", Lines.Hkdf),
        new("o12", "CMS_decrypt_set1_pkey_and_peer:no matching recipient", "OpenSSL 3.0 knows no X25519 in CMS", Lines.X25519),
        new("o13", "openssl cms writes detached signatures in DER", "detached signatures are written in DER", Lines.Ber),
    ];

    protected override void Read(Combination combination)
    {
        string[] files = ["-inform", "DER", "-in", Message, "-out", Output];
        switch (combination)
        {
            case SignatureCombination c:
                Cms(["-verify", "-binary", .. files, "-CAfile", "anchors.pem", "-purpose", "any", .. c.IsDetached ? new[] { "-content", ContentFile } : []]);
                break;
            case EnvelopeCombination c:
                Cms(["-decrypt", "-binary", .. files, .. Opening(c.Recipient)]);
                break;
            case ContentCombination { Type: CmsContentType.CompressedData }:
                Cms(["-uncompress", "-binary", .. files]);
                break;
            default:
                Run(_openssl, ["pkcs7", "-print_certs", .. files]);
                AssertHasCertificate(File.ReadAllBytes(Folder.File(Output)));
                break;
        }
    }

    protected override void Write(Combination combination)
    {
        if (combination is SignatureCombination { IsDetached: true, Encoding: MessageEncoding.Ber })
        {
            throw new PeerLacksException("openssl cms writes detached signatures in DER");
        }

        if (combination is ContentCombination { Type: CmsContentType.SignedData })
        {
            Run(_openssl, "crl2pkcs7", "-nocrl", "-certfile", MatrixKey.NicknameOf("RSA/1") + ".pem", "-outform", "DER", "-out", Message);
            return;
        }

        string[] files = ["-binary", "-outform", "DER", "-in", ContentFile, "-out", Message, .. combination.Encoding == MessageEncoding.Ber ? new[] { "-stream" } : []];
        Cms(combination switch
        {
            SignatureCombination c => ["-sign", .. files, "-md", c.Algorithm.Digest.Name!, "-certfile", "intermediates.pem", .. c.IsDetached ? [] : new[] { "-nodetach" },
                .. c.Keys.SelectMany(k => Signing(k, c.Algorithm))],
            EnvelopeCombination c => ["-encrypt", .. files, .. Cipher(c.Content), .. Sealing(c.Recipient)],
            ContentCombination { Type: CmsContentType.CompressedData } => ["-compress", .. files],
            ContentCombination { Type: CmsContentType.DigestedData } c => ["-digest_create", .. files, "-md", c.Algorithm],
            ContentCombination c => ["-EncryptedData_encrypt", .. files, "-" + c.Algorithm, "-secretkey", Convert.ToHexString(OwnReading.EncryptedDataKey(c.Algorithm))],
            _ => throw new PeerLacksException(combination.ToString()),
        });
    }

    private static IEnumerable<string> Signing(string key, SignatureAlgorithm algorithm) =>
    [
        "-signer", MatrixKey.NicknameOf(key) + ".pem",
        .. algorithm.Family == SignatureFamily.RsaPss ? new[] { "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:-1" } : [],
    ];

    private static IEnumerable<string> Opening(RecipientForm form) => form.Kind switch
    {
        RecipientKind.KeyEncryptionKey => Shared(form),
        RecipientKind.Password => ["-pwri_password", MatrixPki.Password],
        _ => ["-recip", MatrixKey.NicknameOf(form.Key) + ".pem", "-inkey", MatrixKey.NicknameOf(form.Key) + ".pem"],
    };

    private static IEnumerable<string> Sealing(RecipientForm form) => form.Kind switch
    {
        RecipientKind.KeyEncryptionKey => Shared(form),
        RecipientKind.Password => ["-pwri_password", MatrixPki.Password],
        RecipientKind.KeyAgreement when form.Agreement!.IsHkdf => throw new PeerLacksException("no option of openssl cms names HKDF"),
        RecipientKind.KeyAgreement => [.. Recipient(form), "-keyopt", "ecdh_kdf_md:" + form.Agreement.Digest],
        RecipientKind.KeyTransport when form.Transport!.OaepDigest is { } digest => [.. Recipient(form), "-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:" + digest],
        _ => Recipient(form),
    };

    private static string[] Recipient(RecipientForm form) => ["-recip", MatrixKey.NicknameOf(form.Key) + ".pem"];

    private static IEnumerable<string> Shared(RecipientForm form) =>
        ["-secretkey", Convert.ToHexString(MatrixPki.SharedKey(form.SharedLength)), "-secretkeyid", Convert.ToHexString(MatrixPki.SharedKeyIdentifier)];

    // What OpenSSL 3 calls legacy waits in a provider of its own.
    private static string[] Cipher(ContentEncryption content) => content switch
    {
        ContentEncryption.ChaCha20Poly1305 => ["-chacha20-poly1305"],
        ContentEncryption.TripleDesCbc => ["-des-ede3-cbc"],
        ContentEncryption.DesCbc => ["-des-cbc", "-provider", "legacy", "-provider", "default"],
        ContentEncryption.Rc2Cbc128 => ["-rc2-cbc", "-provider", "legacy", "-provider", "default"],
        ContentEncryption.Rc2Cbc64 => ["-rc2-64-cbc", "-provider", "legacy", "-provider", "default"],
        ContentEncryption.Rc2Cbc40 => ["-rc2-40-cbc", "-provider", "legacy", "-provider", "default"],
        _ => ["-" + EnvelopeCombination.Name(content)],
    };

    private void Cms(IEnumerable<string> arguments) => Run(_openssl, ["cms", .. arguments]);
}
