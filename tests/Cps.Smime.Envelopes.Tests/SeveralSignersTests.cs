using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>One message signed by several people, and messages that only bring certificates.</summary>
public sealed class SeveralSignersTests
{
    private static readonly byte[] s_content = "Compte rendu signé par deux médecins."u8.ToArray();
    private static readonly TestCredential s_second = People.Authorities.IssueCard(TestPerson.Generate(11)).Signature;
    private static readonly SoftwareKey s_secondKey = s_second.ToSoftwareKey();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EachOfTwoSignersIsVerified(bool detached)
    {
        byte[] message = await SignAsync([People.SignerKey, s_secondKey], detached);

        IReadOnlyList<SignerReport> reports = await Messages.VerifyAsync(message, s_content);

        Assert.Equal(2, reports.Count);
        Assert.All(reports, r => Assert.Equal([], r.Problems));
        Assert.Equal([People.Signer.Certificate.Sha256Thumbprint, s_second.Certificate.Sha256Thumbprint], reports.Select(r => r.Certificate!.Sha256Thumbprint).ToHashSet());
    }

    [Fact]
    public async Task AlteredContentIsAlteredForBoth()
    {
        byte[] message = await SignAsync([People.SignerKey, s_secondKey], detached: true);

        IReadOnlyList<SignerReport> reports = await Messages.VerifyAsync(message, [.. s_content, 1]);

        Assert.All(reports, r => Assert.Equal([SignatureProblem.ContentAltered], r.Problems));
    }

    [Fact]
    public async Task SignersWithDifferentDigestsNameBothInTheMessage()
    {
        using TempKey elliptic = TempKey.Create(ECCurve.NamedCurves.nistP384);
        byte[] message = await SignAsync([People.SignerKey, elliptic.Key], detached: false);

        using SignedData signed = await Messages.ReadSignedAsync(message);

        Assert.Equal([HashAlgorithmName.SHA256, HashAlgorithmName.SHA384], signed.DigestAlgorithms);
        Assert.All(signed.Verify(), r => Assert.Equal([], r.Problems));
    }

    [Fact]
    public async Task TheSameCertificateDoesNotSignTwice()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => SignAsync([People.SignerKey, People.SignerKey], detached: true));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignAsync([], detached: true));
    }

    [Fact]
    public async Task AnAlgorithmThatOneOfThemDoesNotMakeIsRefusedBeforeAnySigns()
    {
        using TempKey elliptic = TempKey.Create(ECCurve.NamedCurves.nistP256);
        SigningOptions options = new() { Algorithm = SignatureAlgorithm.RsaPssSha256 };

        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(
            () => SignedDataWriter.SignDetachedAsync(new MemoryStream(s_content), [People.SignerKey, elliptic.Key], options));

        Assert.Equal(CpsErrorCode.KeyUnusable, error.Code);
    }

    [Fact]
    public async Task ContentThatWasNotDigestedForASignerIsMisuse()
    {
        using ContentDigests digests = new([HashAlgorithmName.SHA512]);

        await Assert.ThrowsAsync<ArgumentException>(async () => await SignedDataWriter.SignDigestsAsync(digests, [People.SignerKey]));
    }

    [Fact]
    public async Task ACertificatesOnlyMessageBringsThemAndNobodySigned()
    {
        byte[] message = SignedDataWriter.WriteCertificates([People.Recipient.Certificate, People.Signer.Certificate, People.Signer.Certificate]);

        using SignedData signed = await Messages.ReadSignedAsync(message);

        Assert.True(signed.IsDetached);
        Assert.Empty(signed.Signers);
        Assert.Equal(2, signed.Certificates.Count);
        Assert.Equal(signed.Certificates.ToHashSet(), [People.Signer.Certificate, People.Recipient.Certificate]);
        Assert.Equal(2, Certificate.ReadAll(message).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => SignedDataWriter.WriteCertificates([]));
    }

    private static async Task<byte[]> SignAsync(IReadOnlyList<ISigningKey> keys, bool detached)
    {
        if (detached)
        {
            return await SignedDataWriter.SignDetachedAsync(new MemoryStream(s_content), keys);
        }

        using MemoryStream message = new();
        await using SignedDataStream signed = await SignedDataStream.CreateAsync(message, keys);
        await signed.WriteAsync(s_content);
        await signed.CompleteAsync();
        return message.ToArray();
    }
}
