using System.Text.RegularExpressions;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The library of Mozilla's products, NSS, by its <c>cmsutil</c>.</summary>
internal sealed partial class NssPeer : ProgramPeer
{
    private readonly string _cmsutil = ForeignSoftware.Require("cmsutil", "libnss3-tools");
    private readonly string _pk12util = ForeignSoftware.Require("pk12util", "libnss3-tools");
    private readonly Dictionary<string, Exception?> _imported = [];

    public NssPeer()
    {
        string certutil = ForeignSoftware.Require("certutil", "libnss3-tools");
        Directory.CreateDirectory(Folder.File("db"));
        Run(certutil, "-N", "-d", "sql:db", "--empty-password");
        Folder.Write("root.der", MatrixPki.Root.Encoded.ToArray());
        Run(certutil, "-A", "-d", "sql:db", "-n", "root", "-t", "CT,CT,CT", "-i", "root.der");
        Folder.Write("issuer.der", MatrixPki.Intermediates[0].Encoded.ToArray());
        Run(certutil, "-A", "-d", "sql:db", "-n", "issuer", "-t", ",,", "-i", "issuer.der");
        const string Packages = "/var/lib/dpkg/status";
        Version = File.Exists(Packages) ? VersionOf(File.ReadAllText(Packages)) : "unknown";
    }

    public override string Name => "NSS";

    /// <summary>The tools do not tell it; the package does.</summary>
    public override string Version { get; }

    public override IReadOnlyList<PeerLimit> Limits { get; } =
    [
        new("n1", "cmsutil -S takes one signer", "cmsutil -S takes one signer", Lines.TwoSigners),
        new("n2", "no option of cmsutil names PSS", "no option names PSS", Lines.Pss),
        new("n3", "SEC_ERROR_PKCS12_UNABLE_TO_IMPORT_KEY", "NSS 3.87 takes no key of this kind", c => ((Lines.Ed25519(c) || Lines.MLDsa(c)) && !Lines.TwoSigners(c)) || Lines.X25519(c) || Lines.Kem(c)),
        new("n4", "status=ProcessingError", "NSS 3.87 verifies no signature of this kind", c => Lines.Ed25519(c) || Lines.MLDsa(c)),
        new("n5", "SEC_ERROR_SIGNATURE_ALGORITHM_DISABLED", "NSS signs nothing with MD5", Lines.Md5),
        new("n6", "cmsutil has no command for this content", "cmsutil has no command for this content", c => Lines.Content(c, CmsContentType.CompressedData, CmsContentType.DigestedData)),
        new("n7", "SEC_ERROR_UNRECOGNIZED_OID", "NSS 3.87 knows no AuthEnvelopedData and no CompressedData", c => Lines.Aead(c) || Lines.Content(c, CmsContentType.CompressedData)),
        new("n8", "no option of cmsutil names a cipher", "cmsutil -E takes AES-128-CBC for a recipient of whom it knows nothing, and no option names another", c => c is EnvelopeCombination { Content: not ContentEncryption.Aes128Cbc }),
        new("n9", "no option of cmsutil names OAEP", "no option names OAEP", Lines.Oaep),
        new("n10", "SEC_ERROR_UNSUPPORTED_KEYALG", "NSS 3.87 opens no OAEP in CMS", c => Lines.Oaep(c) && Lines.Cbc(c)),
        new("n11", "SEC_ERROR_INVALID_ALGORITHM", "NSS 3.87 writes no key agreement on elliptic curves", c => Lines.Curve(c) && Lines.Cbc(c)),
        new("n12", "SEC_ERROR_BAD_DER", "NSS 3.87 reads recipients of certificates with RSA keys only", c => Lines.Cbc(c) && (Lines.Curve(c) || Lines.Secret(c))),
        new("n13", "cmsutil -E takes certificates only", "cmsutil -E takes certificates only", Lines.Secret),
        new("n14", "cmsutil writes BER", "cmsutil writes BER", Lines.Der),
    ];

    protected override void Read(Combination combination)
    {
        switch (combination)
        {
            case SignatureCombination c:
                string headers = Run(_cmsutil, ["-D", "-d", "sql:db", "-i", Message, "-n", "-h", "1", .. c.IsDetached ? new[] { "-c", ContentFile } : []]).Output;
                if (GoodSignature().Count(headers) != c.Signers)
                {
                    throw new PeerErrorException(headers);
                }

                if (!c.IsDetached)
                {
                    Run(_cmsutil, "-D", "-d", "sql:db", "-i", Message, "-o", Output);
                }

                break;
            case EnvelopeCombination c:
                if (c.Recipient.Key.Length > 0)
                {
                    Import(c.Recipient.Key);
                }

                Run(_cmsutil, "-D", "-d", "sql:db", "-i", Message, "-o", Output);
                break;
            case ContentCombination { Type: CmsContentType.SignedData }:
                Assert.Contains("nsigners=0", Run(_cmsutil, "-D", "-d", "sql:db", "-i", Message, "-n", "-h", "1").Output, StringComparison.Ordinal);
                break;
            default:
                Run(_cmsutil, "-D", "-d", "sql:db", "-i", Message, "-o", Output);
                break;
        }
    }

    protected override void Write(Combination combination)
    {
        string[] files = ["-d", "sql:db", "-i", ContentFile, "-o", Message];
        switch (combination)
        {
            case SignatureCombination { Signers: 2 }:
                throw new PeerLacksException("cmsutil -S takes one signer");
            case SignatureCombination { Algorithm.Family: SignatureFamily.RsaPss }:
                throw new PeerLacksException("no option of cmsutil names PSS");
            case SignatureCombination { Encoding: MessageEncoding.Der } or EnvelopeCombination { Encoding: MessageEncoding.Der }:
                throw new PeerLacksException("cmsutil writes BER");
            case SignatureCombination c:
                Import(c.Key + "/1");
                Run(_cmsutil, ["-S", .. files, "-G", "-N", MatrixKey.NicknameOf(c.Key + "/1"), "-H", c.Algorithm.Digest.Name!, .. c.IsDetached ? new[] { "-T" } : []]);
                break;
            case EnvelopeCombination { Recipient.Kind: RecipientKind.KeyEncryptionKey or RecipientKind.Password }:
                throw new PeerLacksException("cmsutil -E takes certificates only");
            case EnvelopeCombination { Recipient.Transport.IsOaep: true }:
                throw new PeerLacksException("no option of cmsutil names OAEP");
            case EnvelopeCombination { Content: not ContentEncryption.Aes128Cbc }:
                throw new PeerLacksException("no option of cmsutil names a cipher");
            case EnvelopeCombination c:
                Import(c.Recipient.Key);
                Run(_cmsutil, ["-E", .. files, "-r", MatrixKey.NicknameOf(c.Recipient.Key)]);
                break;
            case ContentCombination { Type: CmsContentType.SignedData }:
                Import("RSA/1");
                Run(_cmsutil, "-O", "-d", "sql:db", "-o", Message, "-r", MatrixKey.NicknameOf("RSA/1"));
                break;
            case ContentCombination { Type: CmsContentType.EncryptedData, Encoding: MessageEncoding.Der }:
                throw new PeerLacksException("cmsutil writes BER");
            case ContentCombination { Type: CmsContentType.EncryptedData } c:
                Import("RSA/1");
                Folder.Write("envelope.der", KnownKeyEnvelope.Write(c.Algorithm));
                Run(_cmsutil, ["-C", .. files, "-e", "envelope.der"]);
                break;
            default:
                throw new PeerLacksException("cmsutil has no command for this content");
        }
    }

    private void Import(string name)
    {
        if (!_imported.TryGetValue(name, out Exception? error))
        {
            MatrixKey key = MatrixPki.Get(name);
            Folder.Write("key.p12", MatrixPkcs12.Write(key));
            try
            {
                Run(_pk12util, "-i", "key.p12", "-d", "sql:db", "-W", MatrixPkcs12.Password, "-K", "");
            }
            catch (PeerErrorException e)
            {
                error = e;
            }

            _imported[name] = error;
        }

        if (error is not null)
        {
            throw new PeerErrorException(error.Message, error);
        }
    }

    private static string VersionOf(string packages)
    {
        Match match = Package().Match(packages);
        return match.Success ? match.Groups[1].Value : "unknown";
    }

    [GeneratedRegex(@"signer\d+\.status=GoodSignature")]
    private static partial Regex GoodSignature();

    [GeneratedRegex(@"^Package: libnss3-tools\n(?:.+\n)*?Version: (?:\d+:)?([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Package();
}
