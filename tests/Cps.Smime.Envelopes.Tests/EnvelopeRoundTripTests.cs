using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.TestPki;
using CsCheck;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>What is written into an envelope comes out of it.</summary>
public sealed class EnvelopeRoundTripTests
{
    private static IEnumerable<ContentEncryption> Written => Enum.GetValues<ContentEncryption>().Where(e => e <= ContentEncryption.ChaCha20Poly1305);

    public static TheoryData<ContentEncryption> Encryptions() => [.. Written];

    [Fact]
    public async Task ALetterIsSealedForTwoAndEitherOpensIt()
    {
        byte[] letter = "Cher confrère, merci de m'avoir adressé ce patient."u8.ToArray();

        using MemoryStream message = new();
        await using (EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
            message,
            [new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaOaepSha256), new Recipient(People.Other.Certificate, KeyTransportAlgorithm.RsaPkcs1)],
            ContentEncryption.Aes256Gcm))
        {
            await envelope.WriteAsync(letter);
            await envelope.CompleteAsync();
        }

        Outcome first = await Outcome.OfOpeningAsync(message.ToArray(), People.RecipientKey);
        Outcome second = await Outcome.OfOpeningAsync(message.ToArray(), People.OtherKey);

        Assert.Equal(letter, first.Content);
        Assert.Equal(new DecryptionReport(People.Recipient.Certificate, KeyTransportAlgorithm.RsaOaepSha256, ContentEncryption.Aes256Gcm, IsAuthenticated: true), first.Report);
        Assert.Equal(letter, second.Content);
        Assert.Equal(new DecryptionReport(People.Other.Certificate, KeyTransportAlgorithm.RsaPkcs1, ContentEncryption.Aes256Gcm, IsAuthenticated: true), second.Report);
    }

    [Fact]
    public async Task WhoAMessageIsForAndHowItIsEncryptedIsReadWithoutAKey()
    {
        byte[] message = await Messages.SealAsync([1, 2, 3], ContentEncryption.Aes256Cbc, KeyTransportAlgorithm.RsaPkcs1);

        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync();

        Assert.Equal(CmsContentType.EnvelopedData, reader.ContentType);
        Assert.Equal("AES-256-CBC", envelope.ContentEncryptionName);
        Assert.False(envelope.IsAuthenticated);
        Assert.Equal(CmsOids.Data, envelope.ContentTypeOid);
        KeyTransRecipientInfo recipient = Assert.IsType<KeyTransRecipientInfo>(Assert.Single(envelope.Recipients));
        Assert.True(recipient.Recipient.Matches(People.Recipient.Certificate));
        Assert.False(recipient.Recipient.Matches(People.Other.Certificate));
        Assert.Equal(KeyTransportAlgorithm.RsaPkcs1, recipient.Algorithm);
    }

    [Theory]
    [MemberData(nameof(Encryptions))]
    public async Task EveryEncryptionSurvivesAnInputThatGivesOneByteARead(ContentEncryption encryption)
    {
        foreach (int length in new[] { 0, 1, 15, 16, 17, 31, 32, 33, 65_535, 65_536, 65_537, 131_072, 200_001 })
        {
            byte[] content = Messages.Content(length);
            byte[] message = await Messages.SealAsync(content, encryption);

            Outcome outcome = await Outcome.OfOpeningAsync(new TrickleStream(message), [People.RecipientKey]);

            Assert.Null(outcome.Error);
            Assert.Equal(content, outcome.Content);
            Assert.Equal(encryption, outcome.Report!.ContentEncryption);
            Assert.Equal(encryption is ContentEncryption.Aes128Gcm or ContentEncryption.Aes192Gcm or ContentEncryption.Aes256Gcm or ContentEncryption.ChaCha20Poly1305, outcome.Report.IsAuthenticated);
        }
    }

    [Fact]
    public async Task AnyLengthWrittenInAnyPiecesAndReadInAnyPiecesComesOutTheSame() =>
        await Gen.Select(Gen.Int[0, 200_000], Gen.Int[1, 70_000].Array[1, 8], Gen.Int[1, 70_000], Gen.Int[0, (int)ContentEncryption.ChaCha20Poly1305].Select(e => (ContentEncryption)e), Gen.Bool).SampleAsync(
            async (length, pieces, bytesPerRead, encryption, synchronous) =>
            {
                byte[] content = Messages.Content(length);
                using MemoryStream message = new();
                await using (EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
                    message, [new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1)], encryption))
                {
                    for (int written = 0, piece = 0; written < length; piece++)
                    {
                        int count = Math.Min(pieces[piece % pieces.Length], length - written);
                        if (synchronous)
                        {
                            envelope.Write(content, written, count);
                        }
                        else
                        {
                            await envelope.WriteAsync(content.AsMemory(written, count));
                        }

                        written += count;
                    }

                    await envelope.CompleteAsync();
                }

                Outcome outcome = await Outcome.OfOpeningAsync(new TrickleStream(message.ToArray(), bytesPerRead), [People.RecipientKey]);
                return outcome.Error is null && outcome.Content.AsSpan().SequenceEqual(content);
            },
            iter: 150);

    [Fact]
    public async Task AWellMadeDerMessageOpensToo()
    {
        byte[] content = Messages.Content(100_000);

        Assert.Equal(content, (await Outcome.OfOpeningAsync(MadeEnvelope.Gcm(content).Encode(), People.RecipientKey)).Content);
        Assert.Equal(content, (await Outcome.OfOpeningAsync(MadeEnvelope.Cbc(content).Encode(), People.RecipientKey)).Content);
    }

    [Fact]
    public async Task NoTwoMessagesShareAKeyOrANonce()
    {
        HashSet<string> nonces = [];
        HashSet<string> ends = [];
        for (int i = 0; i < 200; i++)
        {
            byte[] message = await Messages.SealAsync(new byte[64], ContentEncryption.Aes256Gcm);
            using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
            EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
            Assert.True(nonces.Add(Convert.ToHexString(envelope.ContentEncryptionIdentifier.Parameters.Span)));
            Assert.True(ends.Add(Convert.ToHexString(message.AsSpan(message.Length - 92))));
        }
    }

    [Fact]
    public async Task AnEnvelopeThatIsNotCompletedIsNotAMessage()
    {
        using MemoryStream message = new();
        await using (EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
            message, [new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaOaepSha256)], ContentEncryption.Aes256Gcm))
        {
            await envelope.WriteAsync(new byte[100_000]);
        }

        Outcome outcome = await Outcome.OfOpeningAsync(message.ToArray(), People.RecipientKey);

        Assert.Equal(CpsErrorCode.Malformed, outcome.Code);
        Assert.Empty(outcome.Content);
    }

    [Fact]
    public async Task ARecipientWhoseKeyCannotTakeTheContentKeyIsNamedAndNothingIsWritten()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        TestCredential small = People.Authorities.IssueMail("Petite clef", "p@cabinet.example", options: new TestCertificateOptions { KeySize = 1024 });
        TestCredential curve = People.Authorities.IssueMail(
            "Courbe", "c@cabinet.example", options: new TestCertificateOptions { SubjectPublicKeyInfo = ecdsa.ExportSubjectPublicKeyInfo() });
        using MemoryStream message = new();
        foreach (Recipient recipient in new[]
        {
            new Recipient(small.Certificate, KeyTransportAlgorithm.RsaPkcs1),
            new Recipient(small.Certificate, KeyTransportAlgorithm.Oaep(HashAlgorithmName.SHA512)),
            new Recipient(curve.Certificate, KeyTransportAlgorithm.RsaPkcs1),
        })
        {
            CpsException error = await Assert.ThrowsAnyAsync<CpsException>(
                async () => await EnvelopeStream.CreateAsync(message, [recipient], ContentEncryption.Aes256Gcm));
            Assert.Equal(CpsErrorCode.KeyUnusable, error.Code);
        }

        Assert.Equal(0, message.Length);
    }

    [Fact]
    public async Task AMessageIsReadOnceAndNotAfterItsReaderIsGone()
    {
        byte[] message = await Messages.SealAsync([1, 2, 3], ContentEncryption.Aes128Gcm);
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.ReadEnvelopeAsync());

        await envelope.DecryptAsync([People.RecipientKey], Stream.Null);
        await Assert.ThrowsAsync<InvalidOperationException>(() => envelope.DecryptAsync([People.RecipientKey], Stream.Null));

        CmsReader disposed = await CmsReader.OpenAsync(new TrickleStream(message));
        disposed.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await disposed.ReadEnvelopeAsync());
    }

    [Fact]
    public async Task ACancelledOpeningWritesNothing()
    {
        byte[] message = await Messages.SealAsync(Messages.Content(300_000), ContentEncryption.Aes256Cbc);
        using CancellationTokenSource cancellation = new();
        using CmsReader reader = await CmsReader.OpenAsync(new CancellingStream(message, 150_000, cancellation));
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
        using MemoryStream destination = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => envelope.DecryptAsync([People.RecipientKey], destination, cancellation.Token));

        Assert.Equal(0, destination.Length);
    }

    /// <summary>An input during which somebody presses the button.</summary>
    private sealed class CancellingStream(byte[] message, int after, CancellationTokenSource cancellation) : MemoryStream(message)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > after)
            {
                await cancellation.CancelAsync();
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
