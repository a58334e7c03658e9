using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>GnuPG's <c>gpgsm</c>, with a home of its own and no network.</summary>
internal sealed class GpgsmPeer : ProgramPeer
{
    private readonly string _gpgsm = ForeignSoftware.Require("gpgsm", "gpgsm");
    private readonly string _gpgconf = ForeignSoftware.Require("gpgconf", "gpgconf");

    public GpgsmPeer()
    {
        // The agent's socket is in the home, and the path of a socket is short.
        Environment = new Dictionary<string, string> { ["GNUPGHOME"] = Folder.Path, ["LC_ALL"] = "C" };
        Folder.Write("gpgsm.conf", "disable-crl-checks\ndisable-policy-checks\ndisable-dirmngr\n");
        Folder.Write("trustlist.txt", Convert.ToHexString(SHA1.HashData(MatrixPki.Root.Encoded.Span)) + " S relax\n");
        Directory.CreateDirectory(Folder.File("private-keys-v1.d"));
        Version = Run(_gpgsm, "--version").Output.Split('\n')[0].Split(' ')[^1];
        foreach (Certificate certificate in (IEnumerable<Certificate>)[MatrixPki.Root, .. MatrixPki.Intermediates, .. MatrixPki.Names.Select(n => MatrixPki.Get(n).Certificate)])
        {
            // Those of a kind of key that it does not know are not taken; then the lines that need them say so.
            Folder.Write("certificate.der", certificate.Encoded.ToArray());
            ForeignSoftware.Run(_gpgsm, ["--batch", "--import", "certificate.der"], Folder.Path, environment: Environment);
        }

        WritePrivateKeys();
    }

    public override string Name => "gpgsm";

    public override string Version { get; }

    public override IReadOnlyList<PeerLimit> Limits { get; } =
    [
        new("g1", "no option of gpgsm names PSS", "no option names PSS", Lines.Pss),
        new("g2", "signed with SHA-1", "gpgsm takes SHA-1 when asked for MD5", Lines.Md5),
        new("g3", "a 256 bit hash is not valid for a 384 bit ECC key", "gpgsm 2.2 verifies no ECDSA whose digest is shorter than the key", c => Lines.Ecdsa(c, "P-384", "SHA256")),
        new("g4", "Invalid length <GPG Agent>", "gpgsm 2.2 signs no ECDSA whose digest is shorter than the key", c => Lines.Ecdsa(c, "P-384", "SHA256") || Lines.Ecdsa(c, "P-521", "SHA256", "SHA384")),
        new("g5", "DSA requires the hash length to be a multiple of 8 bits", "gpgsm 2.2 verifies no ECDSA of P-521 and no Ed25519", c => Lines.Ecdsa(c, "P-521", "SHA256", "SHA384", "SHA512") || Lines.Ed25519(c)),
        new("g6", "no signature value available", "libksba 1.6 knows no signature of this kind", Lines.MLDsa),
        new("g7", "No secret key", "the agent of GnuPG 2.2 holds no such key for gpgsm", c => Lines.Ed25519(c) || Lines.MLDsa(c)),
        new("g8", "error getting IV: Buffer too short", "gpgsm 2.2 reads no AuthEnvelopedData", Lines.Gcm),
        new("g9", "unsupported algorithm '1.2.840.113549.1.9.16.3.18'", "gpgsm knows no ChaCha20-Poly1305", Lines.ChaCha),
        new("g10", "selected cipher algorithm is invalid", "gpgsm 2.2 writes neither AuthEnvelopedData nor DES or RC2", c => Lines.Aead(c) || Lines.OlderCipher(c)),
        new("g11", "no option of gpgsm names OAEP", "no option names OAEP", Lines.Oaep),
        new("g12", "recp 0 - error getting encrypted session key", "libksba 1.6 takes no recipient of this kind", c => Lines.Cbc(c) && (Lines.Oaep(c) || Lines.X25519(c) || Lines.SharedKey(c))),
        new("g13", "Invalid session key", "the agent of GnuPG 2.2 has no key agreement for CMS (it came with 2.3)", c => Lines.Cbc(c) && Lines.Curve(c)),
        new("g14", "Wrong key usage", "gpgsm 2.2 seals for no certificate whose key usage is keyAgreement", Lines.Agreement),
        new("g15", "recp 0 - error getting info", "libksba 1.6 knows no recipient of a KEM", c => Lines.Cbc(c) && Lines.Kem(c)),
        new("g16", "No public key", "libksba 1.6 knows no key of ML-KEM", c => Lines.Cbc(c) && Lines.Kem(c)),
        new("g17", "gpgsm -e takes certificates only", "gpgsm -e takes certificates only", Lines.Secret),
        new("g18", "Unknown CMS object", "gpgsm knows no CompressedData", c => Lines.Content(c, CmsContentType.CompressedData)),
        new("g19", "gpgsm has no command for this content", "gpgsm has no command for this content", c => Lines.Content(c, CmsContentType.CompressedData, CmsContentType.DigestedData, CmsContentType.EncryptedData)),
        new("g20", "gpgsm exports certificates as PEM", "gpgsm exports certificates as PEM and not as a message", c => Lines.Content(c, CmsContentType.SignedData)),
        new("g21", "gpgsm writes BER", "gpgsm writes BER", Lines.Der),
    ];

    protected override IReadOnlyDictionary<string, string> Environment { get; }

    public override void Dispose()
    {
        ForeignSoftware.Run(_gpgconf, ["--kill", "gpg-agent"], Folder.Path, environment: Environment);
        base.Dispose();
    }

    protected override void Read(Combination combination)
    {
        switch (combination)
        {
            case SignatureCombination c:
                string status = Gpgsm(["--status-fd", "1", .. c.IsDetached ? new[] { "--verify", Message, ContentFile } : ["-o", Output, "--verify", Message]]).Output;
                Assert.Equal(c.Signers, status.Split('\n').Count(l => l.StartsWith("[GNUPG:] GOODSIG", StringComparison.Ordinal)));
                break;
            case EnvelopeCombination { Recipient.Kind: RecipientKind.Password }:
                Run(_gpgsm, Encoding.UTF8.GetBytes(MatrixPki.Password), ["--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase-fd", "0", "-o", Output, "-d", Message]);
                break;
            case EnvelopeCombination:
                Gpgsm("-o", Output, "-d", Message);
                break;
            case ContentCombination { Type: CmsContentType.SignedData }:
                Gpgsm("--import", Message);
                break;
            default:
                Gpgsm("-o", Output, "-d", Message);
                break;
        }
    }

    protected override void Write(Combination combination)
    {
        string[] files = ["-o", Message, ContentFile];
        switch (combination)
        {
            case SignatureCombination { Algorithm.Family: SignatureFamily.RsaPss }:
                throw new PeerLacksException("no option of gpgsm names PSS");
            case SignatureCombination { Encoding: MessageEncoding.Der } or EnvelopeCombination { Encoding: MessageEncoding.Der }:
                throw new PeerLacksException("gpgsm writes BER");
            case SignatureCombination c:
                Gpgsm([c.IsDetached ? "-b" : "-s", "--digest-algo", c.Algorithm.Digest.Name!, .. c.Keys.SelectMany(k => new[] { "-u", MatrixPki.Get(k).EmailAddress }), .. files]);
                if (Lines.Md5(c) && new Org.BouncyCastle.Cms.CmsSignedData(File.ReadAllBytes(Folder.File(Message))).GetSignerInfos().All(s => s.DigestAlgorithmID.Algorithm.Id == "1.3.14.3.2.26"))
                {
                    throw new PeerLacksException("gpgsm signed with SHA-1");
                }

                break;
            case EnvelopeCombination { Recipient.Kind: RecipientKind.KeyEncryptionKey or RecipientKind.Password }:
                throw new PeerLacksException("gpgsm -e takes certificates only");
            case EnvelopeCombination { Recipient.Transport.IsOaep: true }:
                throw new PeerLacksException("no option of gpgsm names OAEP");
            case EnvelopeCombination c:
                Gpgsm(["-e", "--cipher-algo", Cipher(c.Content), "-r", MatrixPki.Get(c.Recipient.Key).EmailAddress, .. files]);
                break;
            case ContentCombination { Type: CmsContentType.SignedData }:
                throw new PeerLacksException("gpgsm exports certificates as PEM and not as a message");
            default:
                throw new PeerLacksException("gpgsm has no command for this content");
        }
    }

    private static string Cipher(ContentEncryption content) => content switch
    {
        ContentEncryption.TripleDesCbc => "3DES",
        ContentEncryption.DesCbc => "DES",
        ContentEncryption.Rc2Cbc128 or ContentEncryption.Rc2Cbc64 => "RC2",
        ContentEncryption.Rc2Cbc40 => "1.2.840.113549.3.2",
        ContentEncryption.ChaCha20Poly1305 => "CHACHA20",
        _ when content.ToString().EndsWith("Cbc", StringComparison.Ordinal) => content.ToString()[..6].ToUpperInvariant(),
        _ => EnvelopeCombination.Name(content),
    };

    // In the agent's own form, because gpgsm 2.2 crashes when it imports an elliptic curve key from PKCS#12.
    private void WritePrivateKeys()
    {
        string listing = Gpgsm("--with-keygrip", "--with-colons", "-k").Output;
        string fingerprint = "";
        foreach (string[] record in listing.Split('\n').Select(l => l.Split(':')))
        {
            if (record[0] == "fpr")
            {
                fingerprint = record[9];
            }
            else if (record[0] == "grp" && MatrixPki.Names.FirstOrDefault(n => Convert.ToHexString(SHA1.HashData(MatrixPki.Get(n).Certificate.Encoded.Span)) == fingerprint) is { } name
                && PrivateKey(MatrixPki.Get(name)) is { } key)
            {
                Folder.Write(Path.Combine("private-keys-v1.d", record[9] + ".key"), "Key: " + key + "\n");
            }
        }
    }

    private static string? PrivateKey(MatrixKey key)
    {
        if (key.Name.StartsWith("RSA", StringComparison.Ordinal))
        {
            using RSA rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(key.Pkcs8, out _);
            RSAParameters p = rsa.ExportParameters(true);

            // libgcrypt has p smaller than q, and u is the inverse of p modulo q: PKCS#1 with the primes the other way round.
            return $"(private-key (rsa {Number("n", p.Modulus)}{Number("e", p.Exponent)}{Number("d", p.D)}{Number("p", p.Q)}{Number("q", p.P)}{Number("u", p.InverseQ)}))";
        }

        if (!key.Name.StartsWith("P-", StringComparison.Ordinal))
        {
            return null;
        }

        using ECDsa ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(key.Pkcs8, out _);
        ECParameters e = ec.ExportParameters(true);
        return $"(private-key (ecc (curve \"NIST {key.Name.Split('/')[0]}\")(q #04{Convert.ToHexString(e.Q.X!)}{Convert.ToHexString(e.Q.Y!)}#){Number("d", e.D)}))";
    }

    private static string Number(string name, byte[]? value) => string.Create(CultureInfo.InvariantCulture, $"({name} #00{Convert.ToHexString(value!)}#)");

    private ProgramResult Gpgsm(params IEnumerable<string> arguments) => Run(_gpgsm, ["--batch", "--yes", .. arguments]);
}
