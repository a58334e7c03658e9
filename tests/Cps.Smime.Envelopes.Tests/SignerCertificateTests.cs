using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>A signer's certificate is the one certificate of the message that answers to its identifier, and the one that was signed along.</summary>
public sealed class SignerCertificateTests
{
    private static readonly byte[] s_serial = [0x11, 0x20, 0x07];

    private readonly TestCredential _first = People.Authorities.IssueMail("Correspondant", "c@cabinet.example", options: new TestCertificateOptions { SerialNumber = s_serial });

    [Fact]
    public async Task TwoCertificatesOfTheSameIssuerAndSerialNumberAreAmbiguous()
    {
        TestCredential twin = People.Authorities.IssueMail("Correspondant", "c@cabinet.example", options: new TestCertificateOptions { SerialNumber = s_serial });
        MadeSignature message = new() { Signer = new MadeSigner { Credential = _first }, Certificates = [_first.Certificate, twin.Certificate] };

        Assert.Equal([SignatureProblem.CertificateAmbiguous], await message.ProblemsAsync());
        Assert.Equal([SignatureProblem.CertificateAmbiguous], await (message with { Certificates = [twin.Certificate, _first.Certificate] }).ProblemsAsync());
        Assert.Equal([SignatureProblem.SignatureWrong], await (message with { Certificates = [twin.Certificate] }).ProblemsAsync());
        Assert.Equal([], await (message with { Certificates = [_first.Certificate, _first.Certificate] }).ProblemsAsync());
    }

    [Fact]
    public async Task TwoCertificatesOfTheSameKeyIdentifierAreAmbiguous()
    {
        byte[] identifier = MadeEnvelope.OctetString(_first.Certificate.SubjectKeyIdentifier!.Value.ToArray());
        TestCredential twin = People.Authorities.IssueMail(
            "Un autre", "autre@cabinet.example", options: new TestCertificateOptions { Extensions = [new CertificateExtension("2.5.29.14", false, identifier)] });
        MadeSignature message = new()
        {
            Signer = new MadeSigner { Credential = _first, ByKeyIdentifier = true },
            Certificates = [_first.Certificate, twin.Certificate],
        };

        Assert.Equal([SignatureProblem.CertificateAmbiguous], await message.ProblemsAsync());
        Assert.Equal([SignatureProblem.SignatureWrong], await (message with { Certificates = [twin.Certificate] }).ProblemsAsync());
        Assert.Equal([], await (message with { Certificates = [_first.Certificate] }).ProblemsAsync());
    }

    [Fact]
    public async Task ASignerWithoutItsCertificateIsNamedAsSuch()
    {
        MadeSignature message = new() { Certificates = [People.Other.Certificate] };

        Assert.Equal([SignatureProblem.CertificateMissing], await message.ProblemsAsync());
        Assert.Null(Assert.Single(await Messages.VerifyAsync(message.Encode(), [])).Certificate);
    }

    // The same key certified again under the same number: only the ESS attribute tells which certificate was meant.
    [Fact]
    public async Task AnExchangedCertificateIsFoundByTheOneThatWasSignedAlong()
    {
        TestCredential exchanged = People.Authorities.IssueMail(
            "Quelqu'un d'autre", "x@cabinet.example", options: new TestCertificateOptions { SerialNumber = s_serial, Key = _first.PrivateKey });
        byte[] message = await SignAsync(_first);
        int position = message.AsSpan().IndexOf(_first.Certificate.Encoded.Span);
        byte[] rest = message[(position + _first.Certificate.Encoded.Length)..];
        byte[] attack = [.. message.AsSpan(0, position), .. exchanged.Certificate.Encoded.Span, .. rest];

        // Lengths: the SET of certificates is the only definite one around it.
        attack = FixSetLength(attack, position, exchanged.Certificate.Encoded.Length);

        Assert.Equal([], Assert.Single(await Messages.VerifyAsync(message, [])).Problems);
        SignerReport report = Assert.Single(await Messages.VerifyAsync(attack, []));
        Assert.Equal(exchanged.Certificate, report.Certificate);
        Assert.Equal([SignatureProblem.SigningCertificateMismatch], report.Problems);
    }

    public static TheoryData<string, bool> Attributes() => new()
    {
        { "v2 right", true },
        { "v2 right with SHA-512", true },
        { "v1 right", true },
        { "v1 and v2 right", true },
        { "v2 of another certificate", false },
        { "v1 of another certificate", false },
        { "v2 right, v1 of another", false },
        { "v2 with SHA-1", false },
        { "v2 with an unknown digest", false },
        { "v2 empty", false },
        { "v2 with another first", false },
    };

    [Theory]
    [MemberData(nameof(Attributes))]
    public async Task TheCertificateSignedAlongMustBeTheSigners(string attributes, bool agrees)
    {
        byte[] mine = People.Signer.Certificate.Encoded.ToArray();
        byte[] other = People.Other.Certificate.Encoded.ToArray();
        IReadOnlyList<byte[]> more = attributes switch
        {
            "v2 right" => [V2(null, SHA256.HashData(mine))],
            "v2 right with SHA-512" => [V2(CmsOids.Sha512, SHA512.HashData(mine))],
            "v1 right" => [V1(mine)],
            "v1 and v2 right" => [V1(mine), V2(null, SHA256.HashData(mine))],
            "v2 of another certificate" => [V2(null, SHA256.HashData(other))],
            "v1 of another certificate" => [V1(other)],
            "v2 right, v1 of another" => [V2(null, SHA256.HashData(mine)), V1(other)],
            "v2 with SHA-1" => [V2(CmsOids.Sha1, CryptographicOperations.HashData(HashAlgorithmName.SHA1, mine))],
            "v2 with an unknown digest" => [V2(CmsOids.Md5, CryptographicOperations.HashData(HashAlgorithmName.MD5, mine))],
            "v2 empty" => [MadeSigner.Attribute(CmsOids.SigningCertificateV2Attribute, [0x30, 0x02, 0x30, 0x00])],
            "v2 with another first" => [V2(null, SHA256.HashData(other), SHA256.HashData(mine))],
            _ => throw new ArgumentOutOfRangeException(nameof(attributes)),
        };

        IReadOnlyList<SignatureProblem> problems = await new MadeSignature { Signer = new MadeSigner { More = more } }.ProblemsAsync();

        Assert.Equal(agrees ? [] : [SignatureProblem.SigningCertificateMismatch], problems);
    }

    private static async Task<byte[]> SignAsync(TestCredential credential)
    {
        using SoftwareKey key = credential.ToSoftwareKey();
        using MemoryStream message = new();
        await using SignedDataStream signed = await SignedDataStream.CreateAsync(message, key, new SigningOptions { IncludeIntermediates = false });
        await signed.WriteAsync("Bonjour"u8.ToArray());
        await signed.CompleteAsync();
        return message.ToArray();
    }

    // A SET [0] of one certificate has its header of four bytes (A0 82 nn nn) just before it.
    private static byte[] FixSetLength(byte[] message, int position, int length)
    {
        Assert.Equal([0xA0, 0x82], message.AsSpan(position - 4, 2).ToArray());
        message[position - 2] = (byte)(length >> 8);
        message[position - 1] = (byte)length;
        return message;
    }

    private static byte[] V1(byte[] certificate) =>
        MadeSigner.Attribute(CmsOids.SigningCertificateAttribute, Value(null, CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate)));

    private static byte[] V2(string? digest, params byte[][] hashes) => MadeSigner.Attribute(CmsOids.SigningCertificateV2Attribute, Value(digest, hashes));

    private static byte[] Value(string? digest, params byte[][] hashes)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            foreach (byte[] hash in hashes)
            {
                using (writer.PushSequence())
                {
                    if (digest is not null)
                    {
                        AlgorithmIdentifier.WithoutParameters(digest).Write(writer);
                    }

                    writer.WriteOctetString(hash);
                }
            }
        }

        return writer.Encode();
    }
}
