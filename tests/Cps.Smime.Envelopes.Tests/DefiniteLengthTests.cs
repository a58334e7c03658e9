using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using CsCheck;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Messages in DER (X.690 section 10): every length definite, every string in one piece, every set sorted; and never with a wrong length.</summary>
public sealed class DefiniteLengthTests
{
    private static readonly Asn1Tag s_certificates = new(TagClass.ContextSpecific, 0, isConstructed: true);

    [Theory]
    [InlineData(ContentEncryption.Aes256Cbc)]
    [InlineData(ContentEncryption.Aes192Cbc)]
    [InlineData(ContentEncryption.Aes128Cbc)]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.Aes192Gcm)]
    [InlineData(ContentEncryption.Aes128Gcm)]
    [InlineData(ContentEncryption.ChaCha20Poly1305)]
    public async Task AnEnvelopeOfKnownLengthIsDerAndOpens(ContentEncryption encryption)
    {
        foreach (int length in (int[])[0, 1, 15, 16, 17, 100, 127, 128, 65_535, 65_536, 65_537, 200_000])
        {
            byte[] content = Messages.Content(length);

            byte[] message = await SealAsync(content, encryption, length);

            DerJudge.Judge(message);
            Assert.Equal(content, (await Outcome.OfOpeningAsync(message, People.RecipientKey)).Content);
            Assert.Equal(content, (await Outcome.OfOpeningAsync(message, KeyPeople.P256)).Content);
            Assert.Equal(content, (await Outcome.OfOpeningAsync(message, KeyPeople.MLKem768)).Content);
        }
    }

    [Fact]
    public void AnyLengthInWritesOfAnySizeIsDer() => Gen.Select(Gen.Int[0, 300_000], Gen.Int[1, 100_000], Gen.Bool).Sample(
        async (length, step, cbc) =>
        {
            byte[] content = Messages.Content(length);
            byte[] message = await SealAsync(content, cbc ? ContentEncryption.Aes256Cbc : ContentEncryption.Aes256Gcm, length, step);
            DerJudge.Judge(message);
            Assert.Equal(content, (await Outcome.OfOpeningAsync(message, People.RecipientKey)).Content);
        },
        iter: 60,
        threads: 1);

    [Theory]
    [InlineData(ContentEncryption.Aes256Cbc)]
    [InlineData(ContentEncryption.Aes256Gcm)]
    public async Task AnotherLengthThanWasSaidIsAnErrorAndLeavesNoMessage(ContentEncryption encryption)
    {
        foreach ((int said, int given) in ((int, int)[])[(10, 9), (10, 11), (0, 1), (1, 0), (65_536, 65_537), (65_536, 131_072), (200_000, 199_999)])
        {
            using MemoryStream output = new();
            await Assert.ThrowsAsync<InvalidOperationException>(() => SealAsync(Messages.Content(given), encryption, said, output: output));
            Assert.Equal(CpsErrorCode.Malformed, (await Outcome.OfOpeningAsync(output.ToArray(), People.RecipientKey)).Code);
        }
    }

    [Fact]
    public void AnImpossibleLengthIsRefusedAtOnce()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EnvelopeOptions { ContentLength = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EnvelopeOptions { ContentLength = long.MaxValue });
        Assert.Null(new EnvelopeOptions { ContentLength = null }.ContentLength);
    }

    [Fact]
    public async Task ADerivedContentKeyGoesTogetherWithDer()
    {
        using MemoryStream output = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
            output, Recipients(), ContentEncryption.Aes256Gcm, new EnvelopeOptions { ContentLength = 3, DeriveContentKey = true }, TestContext.Current.CancellationToken);
        await envelope.WriteAsync("abc"u8.ToArray(), TestContext.Current.CancellationToken);
        await envelope.CompleteAsync(TestContext.Current.CancellationToken);

        DerJudge.Judge(output.ToArray());
        Outcome outcome = await Outcome.OfOpeningAsync(output.ToArray(), KeyPeople.P256);
        Assert.Equal("abc"u8.ToArray(), outcome.Content);
        Assert.True(outcome.Report!.IsContentKeyDerived);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(300_000)]
    public async Task ASignatureWithItsContentIsDerWhateverTheKeys(int length)
    {
        byte[] content = Messages.Content(length);
        using TempKey p256 = TempKey.Create(ECCurve.NamedCurves.nistP256);
        using TempKey p521 = TempKey.Create(ECCurve.NamedCurves.nistP521);
        // Not a card: the names of CPS certificates are not sorted as DER asks, and a certificate is copied as its authority made it.
        using SoftwareKey rsa = People.Authorities.IssueMail("SECRETARIAT", "secretariat@cabinet.example").ToSoftwareKey();
        ISigningKey[] keys = [rsa, p521.Key, p256.Key];
        using MemoryStream output = new();
        await SignedDataWriter.SignAttachedAsync(new MemoryStream(content), keys, output, cancellationToken: TestContext.Current.CancellationToken);

        byte[] message = output.ToArray();
        DerJudge.Judge(message);
        AsnReader signedData = DerJudge.Open(message);
        signedData.ReadInteger();
        signedData.ReadSetOf();
        signedData.ReadSequence();

        // An implicit SET OF: the judge sees a context tag, so its order is looked at here.
        AsnReader certificates = signedData.ReadSetOf(s_certificates);
        Assert.True(certificates.HasData);
        using SignedData signed = await Messages.ReadSignedAsync(message);
        Assert.Equal(content, await Messages.BytesOfAsync(signed.Content!));
        Assert.All(signed.Verify(), report => Assert.Empty(report.Problems));
        Assert.Equal(3, signed.Signers.Count);
    }

    [Fact]
    public async Task WhatIsSignedBeginsWhereTheStreamStands()
    {
        using MemoryStream output = new();
        await SignedDataWriter.SignAttachedAsync(new MemoryStream("xxabc"u8.ToArray()) { Position = 2 }, [People.SignerKey], output, cancellationToken: TestContext.Current.CancellationToken);

        using SignedData signed = await Messages.ReadSignedAsync(output.ToArray());

        Assert.Equal("abc"u8.ToArray(), await Messages.BytesOfAsync(signed.Content!));
        Assert.Empty(signed.Verify().Single().Problems);
    }

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(100_000, 99_999)]
    [InlineData(100_000, 100_001)]
    [InlineData(0, 1)]
    public async Task ContentThatChangesBetweenItsReadingsIsAnErrorAndLeavesNoMessage(int first, int second)
    {
        using ChangingStream content = new(Messages.Content(first, 1), Messages.Content(second, 2));
        using MemoryStream output = new();

        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(
            () => SignedDataWriter.SignAttachedAsync(content, [People.SignerKey], output, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(CpsErrorCode.InputUnreadable, error.Code);
        await Assert.ThrowsAsync<EnvelopeException>(() => Messages.ReadSignedAsync(output.ToArray()));
    }

    [Fact]
    public async Task ContentThatCannotBeReadTwiceIsMisuse() => await Assert.ThrowsAsync<ArgumentException>(
        () => SignedDataWriter.SignAttachedAsync(new TrickleStream([1], 1), [People.SignerKey], Stream.Null, cancellationToken: TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500_000)]
    public async Task CompressedContentIsDer(int length)
    {
        byte[] content = Messages.Content(length);
        using MemoryStream output = new();
        await using CompressedDataStream compressed = await CompressedDataStream.CreateAsync(
            output, new CompressionOptions { DefiniteLength = true, MemoryBuffer = 64 * 1024 }, TestContext.Current.CancellationToken);
        await compressed.WriteAsync(content, TestContext.Current.CancellationToken);
        Assert.Equal(0, output.Length);
        await compressed.CompleteAsync(TestContext.Current.CancellationToken);

        DerJudge.Judge(output.ToArray());
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(output.ToArray()), cancellationToken: TestContext.Current.CancellationToken);
        CompressedDataReader inside = await reader.ReadCompressedAsync(TestContext.Current.CancellationToken);
        using ContentSpool spool = await inside.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(content, await Messages.BytesOfAsync(spool));
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Cbc, 0)]
    [InlineData(ContentEncryption.Aes256Cbc, 200_000)]
    [InlineData(ContentEncryption.Aes256Gcm, 65_536)]
    public async Task AMessageOfIndefiniteLengthIsRewrappedIntoDer(ContentEncryption encryption, int length)
    {
        byte[] content = Messages.Content(length);
        byte[] message = await Messages.SealAsync(content, encryption);
        Assert.Equal(0x80, message[1]);
        using MemoryStream output = new();

        await EnvelopeRewrap.RewrapAsync(
            new MemoryStream(message), [People.RecipientKey], new RewrapChanges { Add = [new KeyAgreementRecipient(KeyPeople.P256.Certificate)], DefiniteLength = true }, output,
            cancellationToken: TestContext.Current.CancellationToken);

        DerJudge.Judge(output.ToArray());
        Assert.Equal(content, (await Outcome.OfOpeningAsync(output.ToArray(), People.RecipientKey)).Content);
        Assert.Equal(content, (await Outcome.OfOpeningAsync(output.ToArray(), KeyPeople.P256)).Content);
    }

    [Fact]
    public async Task WhatIsNotDerIsNotCopiedIntoDer()
    {
        MadeEnvelope made = MadeEnvelope.Gcm([5]) with { Tail = Ber.Indefinite(0xA2, MadeSigner.SigningTime()) };
        RewrapChanges add = new() { Add = [new KeyAgreementRecipient(KeyPeople.P256.Certificate)], DefiniteLength = true };

        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(
            () => EnvelopeRewrap.RewrapAsync(new MemoryStream(made.Encode()), [People.RecipientKey], add, Stream.Null, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(CpsErrorCode.Unsupported, error.Code);
    }

    [Fact]
    public void SegmentsAndLongLengthsAreNotDer()
    {
        Assert.True(DerCheck.IsDer(Ber.Element(0x30, Ber.Element(0x04, [1]), Ber.Element(0xA0, Ber.Element(0x02, [1])))));
        Assert.False(DerCheck.IsDer(Ber.Element(0x30, Ber.Element(0x24, Ber.Element(0x04, [1])))));
        Assert.False(DerCheck.IsDer(Ber.Element(0x30, Ber.Indefinite(0xA0))));
        Assert.False(DerCheck.IsDer(new byte[] { 0x30, 0x81, 0x00 }));
        Assert.False(DerCheck.IsDer(new byte[] { 0x30, 0x05, 0x00 }));
    }

    private static IReadOnlyCollection<EnvelopeRecipient> Recipients() =>
    [
        // RSA last and KEM first, so that somebody must sort.
        new KemRecipient(KeyPeople.MLKem768.Certificate),
        new KeyAgreementRecipient(KeyPeople.P256.Certificate),
        new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaOaepSha256),
    ];

    private static async Task<byte[]> SealAsync(byte[] content, ContentEncryption encryption, long said, int step = int.MaxValue, MemoryStream? output = null)
    {
        output ??= new MemoryStream();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(output, Recipients(), encryption, new EnvelopeOptions { ContentLength = said });
        for (int offset = 0; offset < content.Length; offset += Math.Min(step, content.Length - offset))
        {
            await envelope.WriteAsync(content.AsMemory(offset, Math.Min(step, content.Length - offset)));
        }

        await envelope.CompleteAsync();
        return output.ToArray();
    }

    /// <summary>A file that somebody replaces after it was read once.</summary>
    private sealed class ChangingStream(byte[] first, byte[] second) : MemoryStream(first)
    {
        private MemoryStream? _second;

        public override long Position
        {
            get => base.Position;
            set => _second = new MemoryStream(second);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _second is null ? base.ReadAsync(buffer, cancellationToken) : _second.ReadAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _second?.Dispose();
            base.Dispose(disposing);
        }
    }
}
