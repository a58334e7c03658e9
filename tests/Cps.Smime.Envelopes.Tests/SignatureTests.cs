using Cps.Smime.Certificates;
using CsCheck;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>What is signed here verifies; what was changed afterwards does not; and each way of not being signed is told apart.</summary>
public sealed class SignatureTests
{
    private static readonly byte[] s_letter = "Compte rendu d'hospitalisation"u8.ToArray();

    public static TheoryData<string> Algorithms() => [.. People.SignerKey.SignatureAlgorithms.Select(a => a.ToString())];

    [Fact]
    public async Task ADetachedSignatureVerifiesAgainstItsContentOnly()
    {
        byte[] signature = await SignedDataWriter.SignDetachedAsync(new TrickleStream(s_letter), People.SignerKey);

        using SignedData signed = await Messages.ReadSignedAsync(new TrickleStream(signature));
        SignerReport right = Assert.Single(signed.VerifyDetached(Digest(signed, s_letter)));
        SignerReport wrong = Assert.Single(signed.VerifyDetached(Digest(signed, [.. s_letter, 0])));

        Assert.True(signed.IsDetached);
        Assert.True(signed.IsData);
        Assert.True(right.IsIntact);
        Assert.Equal(People.Signer.Certificate, right.Certificate);
        Assert.Equal(SignatureAlgorithm.RsaPkcs1Sha256, right.Algorithm);
        Assert.Equal([SignatureProblem.ContentAltered], wrong.Problems);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task EveryAlgorithmOfTheKeySignsAndVerifies(string algorithm)
    {
        SigningOptions options = new() { Algorithm = People.SignerKey.SignatureAlgorithms.First(a => a.ToString() == algorithm) };
        byte[] message = await Messages.SignAsync(s_letter, options);

        SignerReport report = Assert.Single(await Messages.VerifyAsync(message, []));

        Assert.Equal([], report.Problems);
        Assert.Equal(options.Algorithm, report.Algorithm);
    }

    [Fact]
    public async Task AnyOpaqueContentComesBackAndVerifies() =>
        await Gen.Select(Gen.Int[0, 200_000], Gen.Int[1, 70_000], Gen.Int[1, 70_000]).SampleAsync(
            async (length, piece, bytesPerRead) =>
            {
                byte[] content = Messages.Content(length);
                using MemoryStream message = new();
                await using SignedDataStream stream = await SignedDataStream.CreateAsync(message, People.SignerKey);
                for (int written = 0; written < length; written += piece)
                {
                    stream.Write(content, written, Math.Min(piece, length - written));
                }

                await stream.CompleteAsync();
                using SignedData signed = await Messages.ReadSignedAsync(new TrickleStream(message.ToArray(), bytesPerRead));
                return signed.Verify() is [{ IsIntact: true }] && (await Messages.BytesOfAsync(signed.Content!)).AsSpan().SequenceEqual(content);
            },
            iter: 60);

    [Fact]
    public async Task WhatIsSignedAlongIsWhatTheOptionsSay()
    {
        DateTimeOffset noon = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
        byte[] with = await Messages.SignAsync(s_letter, new SigningOptions { Time = new FixedTime(noon) });
        byte[] without = await Messages.SignAsync(s_letter, new SigningOptions { IncludeIntermediates = false });

        using SignedData signed = await Messages.ReadSignedAsync(with);
        using SignedData alone = await Messages.ReadSignedAsync(without);

        Assert.Equal(noon, Assert.Single(signed.Verify()).ClaimedSigningTime);
        Assert.Equal(new[] { People.Signer.Certificate, People.Authorities.FortPersonnes.Certificate }.ToHashSet(), signed.Certificates.ToHashSet());
        Assert.Equal([People.Signer.Certificate], alone.Certificates);
        SignedAttributes attributes = signed.Signers[0].SignedAttributes!;
        Assert.Equal(
            new[]
            {
                CmsOids.ContentTypeAttribute, CmsOids.MessageDigestAttribute, CmsOids.SigningTimeAttribute, CmsOids.SmimeCapabilitiesAttribute,
                CmsOids.SigningCertificateV2Attribute, CmsOids.AlgorithmProtectionAttribute,
            }.ToHashSet(),
            attributes.Oids.ToHashSet());
        SmimeCapabilities capabilities = SmimeCapabilities.TryRead(attributes.SmimeCapabilities!.Value)!;
        Assert.Equal(ContentEncryption.Aes256Gcm, capabilities.BestGcm);
        Assert.True(capabilities.ReadsOaep);
    }

    [Fact]
    public async Task AKeyThatAnswersRubbishIsFoundOutBeforeAnythingIsSent()
    {
        using MemoryStream message = new();
        await using SignedDataStream stream = await SignedDataStream.CreateAsync(message, new BrokenKey());
        await stream.WriteAsync(s_letter);

        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(async () => await stream.CompleteAsync());

        Assert.Equal(CpsErrorCode.KeyUnusable, error.Code);
        await Assert.ThrowsAsync<EnvelopeException>(() => SignedDataWriter.SignDetachedAsync(new MemoryStream(s_letter), new BrokenKey()));
    }

    [Fact]
    public async Task ASignatureThatTheKeyDoesNotMakeIsRefused()
    {
        SigningOptions sha1 = new() { Algorithm = SignatureAlgorithm.RsaPkcs1Sha1 };
        SigningOptions ecdsa = new() { Algorithm = SignatureAlgorithm.EcdsaSha256 };

        Assert.Equal(CpsErrorCode.KeyUnusable, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.SignAsync(s_letter, sha1))).Code);
        Assert.Equal(CpsErrorCode.KeyUnusable, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.SignAsync(s_letter, ecdsa))).Code);
    }

    // CVE-2018-18509: content inside and content outside, and two programs that show one and verify the other.
    [Fact]
    public async Task ASignatureWithItsOwnContentIsNeverVerifiedAgainstAnother()
    {
        using SignedData signed = await Messages.ReadSignedAsync(await Messages.SignAsync(s_letter));
        using ContentDigests digests = Digest(signed, s_letter);

        Assert.False(signed.IsDetached);
        Assert.Throws<InvalidOperationException>(() => signed.VerifyDetached(digests));
    }

    [Fact]
    public async Task ADetachedSignatureIsNotVerifiedWithoutItsContent()
    {
        using SignedData signed = await Messages.ReadSignedAsync(await SignedDataWriter.SignDetachedAsync(new MemoryStream(s_letter), People.SignerKey));

        Assert.Throws<InvalidOperationException>(() => signed.Verify());
        Assert.Equal([SignatureProblem.AlgorithmMismatch], Assert.Single(signed.VerifyDetached()).Problems);
    }

    [Fact]
    public async Task OneOfSeveralFormsOfTheContentMayFit()
    {
        byte[] signature = await SignedDataWriter.SignDetachedAsync(new MemoryStream([.. "a\r\nb\r\n"u8]), People.SignerKey);
        using SignedData signed = await Messages.ReadSignedAsync(signature);
        using ContentDigests damaged = Digest(signed, [.. "a\nb\n"u8]);
        using ContentDigests restored = Digest(signed, [.. "a\r\nb\r\n"u8]);

        Assert.Equal([], Assert.Single(signed.VerifyDetached(damaged, restored)).Problems);
        Assert.Equal([SignatureProblem.ContentAltered], Assert.Single(signed.VerifyDetached(damaged)).Problems);
    }

    [Fact]
    public async Task EachOfSeveralSignersHasItsOwnReport()
    {
        MadeSignature one = new();
        byte[] good = one.Signer.Encode(one.Content);
        byte[] bad = one.Signer.Encode([1, 2, 3]);
        byte[] other = (one.Signer with { Credential = People.Other }).Encode(one.Content);
        MadeSignature three = one with { Signers = [good, bad, other], Certificates = [People.Signer.Certificate, People.Other.Certificate] };

        IReadOnlyList<SignerReport> reports = await Messages.VerifyAsync(three.Encode(), []);

        Assert.Equal([true, false, true], reports.Select(r => r.IsIntact));
        Assert.Equal([SignatureProblem.ContentAltered], reports[1].Problems);
        Assert.Equal([People.Signer.Certificate, People.Signer.Certificate, People.Other.Certificate], reports.Select(r => r.Certificate));
        Assert.Equal(2, (await Messages.VerifyAsync((one with { Signers = [good, good] }).Encode(), [])).Count);
    }

    [Fact]
    public async Task MoreSignersThanTheLimitAreRefused()
    {
        MadeSignature one = new();
        byte[] signer = one.Signer.Encode(one.Content);
        byte[] thousand = (one with { Signers = [.. Enumerable.Repeat(signer, 1000)] }).Encode();
        byte[] sixteen = (one with { Signers = [.. Enumerable.Repeat(signer, 16)] }).Encode();

        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(thousand))).Code);
        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(
            () => Messages.ReadSignedAsync(sixteen, new CmsLimits { MaximumStructureLength = 15 * signer.Length }))).Code);
        Assert.Equal(16, (await Messages.VerifyAsync(sixteen, [])).Count);
    }

    // An empty list is what made whole programs say "all signatures are good".
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NobodySignedMeansAnEmptyListAndNothingElse(bool detached)
    {
        MadeSignature nobody = new() { Signers = [], Detached = detached };

        Assert.Empty(await Messages.VerifyAsync(nobody.Encode(), nobody.Content));
    }

    [Fact]
    public async Task MoreCertificatesThanTheLimitAreRefusedAndUnreadableOnesLeftOut()
    {
        MadeSignature one = new();
        byte[] many = (one with { Certificates = [.. Enumerable.Repeat(People.Signer.Certificate, 65)] }).Encode();
        Assert.Equal(CpsErrorCode.LimitExceeded, (await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(many))).Code);

        byte[] message = one.Encode();
        int certificate = message.AsSpan().IndexOf(People.Signer.Certificate.Encoded.Span);
        message[certificate + 8] ^= 0x1F;
        using SignedData signed = await Messages.ReadSignedAsync(message);
        Assert.Empty(signed.Certificates);
        Assert.Equal([SignatureProblem.CertificateMissing], Assert.Single(signed.Verify()).Problems);
    }

    private static ContentDigests Digest(SignedData signed, byte[] content)
    {
        ContentDigests digests = new(signed.DigestAlgorithms);
        digests.Append(content);
        return digests;
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>A card with a fault.</summary>
    private sealed class BrokenKey : ISigningKey
    {
        public Certificate Certificate => People.Signer.Certificate;

        public IReadOnlyList<Certificate> Intermediates => [];

        public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms => [SignatureAlgorithm.RsaPkcs1Sha256];

        public async ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
        {
            byte[] signature = await People.SignerKey.SignAsync(algorithm, data, cancellationToken);
            signature[100] ^= 0x04;
            return signature;
        }
    }
}
