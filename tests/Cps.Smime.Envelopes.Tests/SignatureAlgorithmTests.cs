using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Which algorithms a signer may name together, and that every other pair has its own problem. The signature value is right in all.</summary>
public sealed class SignatureAlgorithmTests
{
    private const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    private const string Sha512WithRsa = "1.2.840.113549.1.1.13";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string Md2 = "1.2.840.113549.2.2";

    public static TheoryData<string, SignatureProblem?> Pairs() => new()
    {
        { "rsaEncryption and SHA-256", null },
        { "rsaEncryption without NULL", null },
        { "sha256WithRSAEncryption and SHA-256", null },
        { "SHA-256 with NULL", null },
        { "sha256WithRSAEncryption and SHA-512", SignatureProblem.AlgorithmMismatch },
        { "sha512WithRSAEncryption and SHA-256", SignatureProblem.AlgorithmMismatch },
        { "PSS with SHA-384 and SHA-256", SignatureProblem.AlgorithmMismatch },
        { "ECDSA with an RSA key", SignatureProblem.SignatureWrong },
        { "PSS under the name of v1.5", SignatureProblem.SignatureWrong },
        { "v1.5 under the name of PSS", SignatureProblem.SignatureWrong },
        { "rsaEncryption with parameters", SignatureProblem.AlgorithmUnknown },
        { "PSS with its defaults (SHA-1)", SignatureProblem.AlgorithmWeak },
        { "an unknown algorithm", SignatureProblem.AlgorithmUnknown },
        { "MD5", SignatureProblem.AlgorithmUnknown },
        { "MD2", SignatureProblem.AlgorithmUnknown },
        { "SHA-1", SignatureProblem.AlgorithmWeak },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task EachPairOfAlgorithmsHasItsVerdict(string pair, SignatureProblem? expected)
    {
        MadeSigner signer = Signer(pair);

        IReadOnlyList<SignatureProblem> problems = await new MadeSignature { Signer = signer, DigestAlgorithms = [signer.Digest] }.ProblemsAsync();

        Assert.Equal(expected is { } problem ? [problem] : [], problems);
    }

    public static TheoryData<string, bool> Protections() => new()
    {
        { "the same", true },
        { "NULL beside absent parameters", true },
        { "another digest", false },
        { "another signature", false },
        { "a mac", false },
        { "digest only", false },
        { "not a sequence", false },
    };

    // CMSAlgorithmProtection (RFC 6211).
    [Theory]
    [MemberData(nameof(Protections))]
    public async Task TheAlgorithmsThatAreSignedAlongMustBeTheOnesUsed(string protection, bool agrees)
    {
        AlgorithmIdentifier sha256 = AlgorithmIdentifier.WithoutParameters(CmsOids.Sha256);
        AlgorithmIdentifier rsa = AlgorithmIdentifier.WithNull(CmsOids.RsaEncryption);
        byte[] value = protection switch
        {
            "the same" => Protection(sha256, 1, rsa),
            "NULL beside absent parameters" => Protection(AlgorithmIdentifier.WithNull(CmsOids.Sha256), 1, AlgorithmIdentifier.WithoutParameters(CmsOids.RsaEncryption)),
            "another digest" => Protection(AlgorithmIdentifier.WithoutParameters(CmsOids.Sha512), 1, rsa),
            "another signature" => Protection(sha256, 1, AlgorithmIdentifier.WithNull(Sha256WithRsa)),
            "a mac" => Protection(sha256, 2, rsa),
            "digest only" => Protection(sha256, null, rsa),
            _ => [0x05, 0x00],
        };
        MadeSignature message = new() { Signer = new MadeSigner { More = [MadeSigner.Attribute(CmsOids.AlgorithmProtectionAttribute, value)] } };

        Assert.Equal(agrees ? [] : [SignatureProblem.AlgorithmMismatch], await message.ProblemsAsync());
    }

    // CVE-2026-45447: what is not announced is not digested, so nothing can be said of the content.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADigestThatIsNotAnnouncedIsAMismatch(bool detached)
    {
        MadeSignature none = new() { DigestAlgorithms = [], Detached = detached };
        MadeSignature another = none with { DigestAlgorithms = [AlgorithmIdentifier.WithoutParameters(CmsOids.Sha512)] };
        MadeSignature unknown = none with { DigestAlgorithms = [AlgorithmIdentifier.WithoutParameters(Md2)] };

        Assert.Equal([SignatureProblem.AlgorithmMismatch], await none.ProblemsAsync());
        Assert.Equal([SignatureProblem.AlgorithmMismatch], await another.ProblemsAsync());
        Assert.Equal([SignatureProblem.AlgorithmMismatch], await unknown.ProblemsAsync());
    }

    [Fact]
    public async Task SeveralAndUnknownDigestAlgorithmsMayBeAnnouncedUpToTheLimit()
    {
        AlgorithmIdentifier sha256 = AlgorithmIdentifier.WithoutParameters(CmsOids.Sha256);
        MadeSignature several = new() { DigestAlgorithms = [AlgorithmIdentifier.WithoutParameters(Md2), AlgorithmIdentifier.WithNull(CmsOids.Sha512), sha256, sha256] };
        MadeSignature thousand = new() { DigestAlgorithms = [.. Enumerable.Repeat(sha256, 1000)] };

        Assert.Equal([], await several.ProblemsAsync());
        using SignedData signed = await Messages.ReadSignedAsync(several.Encode());
        Assert.Equal([HashAlgorithmName.SHA512, HashAlgorithmName.SHA256], signed.DigestAlgorithms);
        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(thousand.Encode()))).Code);
    }

    public static TheoryData<string> Blocks() =>
    [
        "bytes behind the digest", "bytes behind the DigestInfo", "DigestInfo without NULL", "seven octets of padding", "zeros as padding", "block type 2",
        "the digest alone", "the DigestInfo of SHA-1", "a length in long form",
    ];

    // Bleichenbacher's forgery and its kin: a block that a careless parser takes for a signature.
    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task OnlyTheOneRightBlockIsASignature(string block)
    {
        MadeSignature message = new() { Signer = new MadeSigner { Sign = toBeSigned => RawSign(Block(block, SHA256.HashData(toBeSigned))) } };

        Assert.Equal([SignatureProblem.SignatureWrong], await message.ProblemsAsync());

        // The same way of making it gives a right one when the block is right.
        MadeSignature right = new() { Signer = new MadeSigner { Sign = toBeSigned => RawSign(Block("right", SHA256.HashData(toBeSigned))) } };
        Assert.Equal([], await right.ProblemsAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(100_000)]
    public async Task ASignatureOfAnotherLengthIsWrong(int length)
    {
        MadeSignature message = new() { Signer = new MadeSigner { Sign = _ => new byte[length] } };

        Assert.Equal([SignatureProblem.SignatureWrong], await message.ProblemsAsync());
    }

    private static MadeSigner Signer(string pair)
    {
        MadeSigner signer = new();
        AlgorithmIdentifier sha512 = AlgorithmIdentifier.WithoutParameters(CmsOids.Sha512);
        return pair switch
        {
            "rsaEncryption and SHA-256" => signer,
            "rsaEncryption without NULL" => signer with { Signature = AlgorithmIdentifier.WithoutParameters(CmsOids.RsaEncryption) },
            "sha256WithRSAEncryption and SHA-256" => signer with { Signature = AlgorithmIdentifier.WithNull(Sha256WithRsa) },
            "SHA-256 with NULL" => signer with { Digest = AlgorithmIdentifier.WithNull(CmsOids.Sha256) },
            "sha256WithRSAEncryption and SHA-512" => signer with
            {
                Digest = sha512,
                Signature = AlgorithmIdentifier.WithNull(Sha256WithRsa),
                Attributes = _ => [MadeSigner.ContentType(), MadeSigner.MessageDigest(SHA512.HashData(new MadeSignature().Content))],
            },
            "sha512WithRSAEncryption and SHA-256" => signer with
            {
                Signature = AlgorithmIdentifier.WithNull(Sha512WithRsa),
                Sign = data => People.Signer.PrivateKey.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            },
            "PSS with SHA-384 and SHA-256" => signer with
            {
                Signature = SignatureAlgorithmReader.ToIdentifier(SignatureAlgorithm.RsaPssSha384),
                Sign = data => People.Signer.PrivateKey.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            },
            "ECDSA with an RSA key" => signer with { Signature = AlgorithmIdentifier.WithoutParameters(EcdsaWithSha256) },
            "PSS under the name of v1.5" => signer with { Padding = RSASignaturePadding.Pss },
            "v1.5 under the name of PSS" => signer with { Signature = SignatureAlgorithmReader.ToIdentifier(SignatureAlgorithm.RsaPssSha256) },
            "rsaEncryption with parameters" => signer with { Signature = new AlgorithmIdentifier(CmsOids.RsaEncryption, new byte[] { 0x30, 0x00 }),
            },
            "PSS with its defaults (SHA-1)" => signer with
            {
                Digest = AlgorithmIdentifier.WithNull(CmsOids.Sha1),
                SignedWith = HashAlgorithmName.SHA1,
                Padding = RSASignaturePadding.Pss,
                Signature = new AlgorithmIdentifier("1.2.840.113549.1.1.10", new byte[] { 0x30, 0x00 }) },
            "an unknown algorithm" => signer with { Signature = AlgorithmIdentifier.WithoutParameters("1.2.3.4") },
            "MD5" => signer with { Digest = AlgorithmIdentifier.WithNull(CmsOids.Md5), SignedWith = HashAlgorithmName.MD5 },
            "MD2" => signer with { Digest = AlgorithmIdentifier.WithNull(Md2) },
            "SHA-1" => signer with { Digest = AlgorithmIdentifier.WithNull(CmsOids.Sha1), SignedWith = HashAlgorithmName.SHA1 },
            _ => throw new ArgumentOutOfRangeException(nameof(pair)),
        };
    }

    private static byte[] Protection(AlgorithmIdentifier digest, int? tag, AlgorithmIdentifier signature)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            digest.Write(writer);
            if (tag is { } number)
            {
                signature.Write(writer, new Asn1Tag(TagClass.ContextSpecific, number));
            }
        }

        return writer.Encode();
    }

    private static byte[] Block(string kind, byte[] digest)
    {
        byte[] prefix = Convert.FromHexString("3031300D060960864801650304020105000420");
        byte[] info = [.. prefix, .. digest];
        return kind switch
        {
            "right" => Padded(info, 256 - 3 - info.Length),
            "bytes behind the digest" => [.. Padded([.. Convert.FromHexString("3033300D060960864801650304020105000422"), .. digest, 0, 0], 256 - 3 - 53)],
            "bytes behind the DigestInfo" => [.. Padded(info, 8), .. new byte[256 - 11 - info.Length]],
            "DigestInfo without NULL" => Padded([.. Convert.FromHexString("302F300B0609608648016503040201"), 0x04, 0x20, .. digest], 256 - 3 - 49),
            "seven octets of padding" => [.. Padded(info, 7), .. new byte[256 - 10 - info.Length]],
            "zeros as padding" => [0, 1, .. new byte[256 - 3 - info.Length], 0, .. info],
            "block type 2" => [0, 2, .. Padded(info, 256 - 3 - info.Length).AsSpan(2)],
            "the digest alone" => Padded(digest, 256 - 3 - digest.Length),
            "the DigestInfo of SHA-1" => Padded([.. Convert.FromHexString("3021300906052B0E03021A05000414"), .. digest.AsSpan(0, 20)], 256 - 3 - 35),
            "a length in long form" => Padded([0x30, 0x81, 0x31, .. info.AsSpan(2)], 256 - 3 - info.Length - 1),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static byte[] Padded(byte[] info, int padding) => [0, 1, .. Enumerable.Repeat((byte)0xFF, padding), 0, .. info];

    // RSASP1 on a block of our choice.
    private static byte[] RawSign(byte[] block)
    {
        Assert.Equal(256, block.Length);
        RSAParameters key = People.Signer.PrivateKey.ExportParameters(includePrivateParameters: true);
        BigInteger modulus = new(key.Modulus, isUnsigned: true, isBigEndian: true);
        BigInteger value = new BigInteger(block, isUnsigned: true, isBigEndian: true) % modulus;
        byte[] result = BigInteger.ModPow(value, new BigInteger(key.D, isUnsigned: true, isBigEndian: true), modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[256 - result.Length], .. result];
    }
}
