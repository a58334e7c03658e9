using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>Every line of the matrix.</summary>
internal static class Combinations
{
    private static readonly HashAlgorithmName[] s_digests = [HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];

    private static readonly string[] s_curves = ["P-256", "P-384", "P-521"];

    public static IReadOnlyList<Combination> All { get; } = [.. Signatures(), .. Envelopes(), .. OldMail(), .. Encodings(), .. Contents()];

    public static IEnumerable<string> Sections => All.Select(c => c.Section).Distinct();

    /// <summary>The sections without what follows the colon, for tests.</summary>
    public static IEnumerable<string> Groups => Sections.Select(GroupOf).Distinct();

    public static string GroupOf(string section) => section.Split(':')[0];

    private static IEnumerable<Combination> Signatures() =>
        from algorithm in SignatureAlgorithms()
        from form in new (bool Detached, int Signers)[] { (true, 1), (false, 1), (true, 2), (false, 2) }
        select new SignatureCombination("Signatures: " + algorithm.Key, algorithm.Key, algorithm.Algorithm, form.Detached, form.Signers)
        {
            IsWeak = algorithm.Algorithm.IsWeak,
            NotWritten = algorithm.Algorithm.IsWeak ? OwnLimit.Old
                : (algorithm.Key, algorithm.Algorithm.Digest.Name) is ("P-256", "SHA384" or "SHA512") or ("P-384", "SHA512") ? OwnLimit.Digest : null,
        };

    private static IEnumerable<(string Key, SignatureAlgorithm Algorithm)> SignatureAlgorithms() =>
    [
        ("RSA", SignatureAlgorithm.RsaPkcs1Sha256), ("RSA", SignatureAlgorithm.RsaPkcs1Sha384), ("RSA", SignatureAlgorithm.RsaPkcs1Sha512),
        ("RSA", SignatureAlgorithm.RsaPssSha256), ("RSA", SignatureAlgorithm.RsaPssSha384), ("RSA", SignatureAlgorithm.RsaPssSha512),
        .. from curve in s_curves
           from algorithm in new[] { SignatureAlgorithm.EcdsaSha256, SignatureAlgorithm.EcdsaSha384, SignatureAlgorithm.EcdsaSha512 }
           select (curve, algorithm),
        ("Ed25519", SignatureAlgorithm.Ed25519),
        ("ML-DSA-44", SignatureAlgorithm.MLDsa44), ("ML-DSA-65", SignatureAlgorithm.MLDsa65), ("ML-DSA-87", SignatureAlgorithm.MLDsa87),
        ("RSA", SignatureAlgorithm.RsaPkcs1Sha1), ("RSA", SignatureAlgorithm.RsaPkcs1Md5),
    ];

    private static IEnumerable<Combination> Envelopes() =>
        from recipient in Recipients()
        from content in Enum.GetValues<ContentEncryption>().Where(e => e < ContentEncryption.TripleDesCbc)
        let line = new EnvelopeCombination("Envelopes: " + recipient.Title, recipient, content)
        where !line.IsCcm || recipient == RecipientForm.Pkcs1
        where recipient.Kind != RecipientKind.KeyEncryptionKey || recipient.SharedLength >= line.KeyLength
        select line with { NotWritten = line.IsCcm ? OwnLimit.Ccm : recipient.HasSha1 ? OwnLimit.Sha1 : null };

    private static IEnumerable<RecipientForm> Recipients() =>
    [
        RecipientForm.Pkcs1,
        RecipientForm.Oaep(HashAlgorithmName.SHA1),
        .. s_digests.Select(RecipientForm.Oaep),
        .. from curve in s_curves
           from algorithm in new[]
           {
               new KeyAgreementAlgorithm(false, HashAlgorithmName.SHA1), KeyAgreementAlgorithm.X963Sha256, KeyAgreementAlgorithm.X963Sha384,
               KeyAgreementAlgorithm.X963Sha512, KeyAgreementAlgorithm.HkdfSha256, KeyAgreementAlgorithm.HkdfSha384, KeyAgreementAlgorithm.HkdfSha512,
           }
           select RecipientForm.Agree(curve, algorithm),
        RecipientForm.Agree("X25519", KeyAgreementAlgorithm.HkdfSha256),
        RecipientForm.Agree("X25519", KeyAgreementAlgorithm.HkdfSha384),
        RecipientForm.Agree("X25519", KeyAgreementAlgorithm.HkdfSha512),
        RecipientForm.Shared(16), RecipientForm.Shared(24), RecipientForm.Shared(32),
        RecipientForm.Password,
        RecipientForm.Kem("ML-KEM-512"), RecipientForm.Kem("ML-KEM-768"), RecipientForm.Kem("ML-KEM-1024"),
    ];

    private static IEnumerable<Combination> OldMail() =>
        from content in Enum.GetValues<ContentEncryption>().Where(e => e >= ContentEncryption.TripleDesCbc)
        select new EnvelopeCombination("Old mail", RecipientForm.Pkcs1, content) { NotWritten = OwnLimit.Old, IsWeak = true };

    private static IEnumerable<Combination> Encodings() =>
        from encoding in new[] { MessageEncoding.Der, MessageEncoding.Ber }
        let section = "Encodings: " + encoding.ToString().ToUpperInvariant()
        from line in new Combination[]
        {
            new SignatureCombination(section, "RSA", SignatureAlgorithm.RsaPkcs1Sha256, true, 1) { NotWritten = encoding == MessageEncoding.Ber ? OwnLimit.Indefinite : null },
            new SignatureCombination(section, "RSA", SignatureAlgorithm.RsaPkcs1Sha256, false, 1) { NotWritten = encoding == MessageEncoding.Der ? OwnLimit.Definite : null },
            new EnvelopeCombination(section, RecipientForm.Pkcs1, ContentEncryption.Aes256Cbc) { NotWritten = encoding == MessageEncoding.Der ? OwnLimit.Definite : null },
            new EnvelopeCombination(section, RecipientForm.Pkcs1, ContentEncryption.Aes256Gcm) { NotWritten = encoding == MessageEncoding.Der ? OwnLimit.Definite : null },
        }
        select line with { Encoding = encoding };

    private static IEnumerable<Combination> Contents() =>
    [
        new ContentCombination("Other contents", CmsContentType.SignedData, "", ""),
        new ContentCombination("Other contents", CmsContentType.CompressedData, "zlib", "DER") { Encoding = MessageEncoding.Der, NotWritten = OwnLimit.Definite },
        new ContentCombination("Other contents", CmsContentType.CompressedData, "zlib", "BER") { Encoding = MessageEncoding.Ber },
        .. from digest in s_digests
           from encoding in new[] { MessageEncoding.Der, MessageEncoding.Ber }
           select new ContentCombination("Other contents", CmsContentType.DigestedData, digest.Name!, encoding.ToString().ToUpperInvariant()) { Encoding = encoding, NotWritten = OwnLimit.NoWriter },
        .. from cipher in new[] { "AES-128-CBC", "AES-192-CBC", "AES-256-CBC" }
           from encoding in new[] { MessageEncoding.Der, MessageEncoding.Ber }
           select new ContentCombination("Other contents", CmsContentType.EncryptedData, cipher, encoding.ToString().ToUpperInvariant()) { Encoding = encoding, NotWritten = OwnLimit.NoWriter },
    ];
}
