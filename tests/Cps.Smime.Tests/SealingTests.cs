using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tests;

/// <summary>What a plan says, and what sealing refuses.</summary>
public sealed class SealingTests
{
    [Fact]
    public async Task APlanSaysWhoCanBeSealedForAndWhoCannotAndWhy()
    {
        KnownCorrespondents directory = Given.Directory()
            .Publish("carte@cabinet.example", new DirectoryEntry("cn=carte", [Given.DoctorCard.Signature.Certificate]) { Addresses = ["carte@cabinet.example"] })
            .Publish("vide@cabinet.example", new DirectoryEntry("cn=vide", []))
            .Publish("autre@cabinet.example", Given.PharmacistConfidentiality.Certificate);
        EmailAddress[] wanted = [Given.Address(Given.Colleague), .. new[] { "inconnu", "carte", "vide", "autre" }.Select(n => EmailAddress.Parse(n + "@cabinet.example"))];

        SealPlan plan = await Given.Mailbox(directory).PlanAsync(wanted);

        Assert.False(plan.IsComplete);
        Assert.Equal(wanted, plan.Recipients.Select(r => r.Address));
        Assert.Equal([null, PlanProblem.Unknown, PlanProblem.NoUsableCertificate, PlanProblem.NoCertificate, PlanProblem.NoUsableCertificate], plan.Recipients.Select(r => r.Problem));
        Assert.Equal("inconnu@cabinet.example: unknown to the directory", plan.Recipients[1].ToSentence(TextLanguage.English));
        Assert.Equal("carte@cabinet.example : aucun certificat utilisable : pas prévu pour chiffrer des messages", plan.Recipients[2].ToSentence(TextLanguage.French));
        Assert.Equal("autre@cabinet.example: no usable certificate: made out to another address", plan.Recipients[4].ToSentence(TextLanguage.English));
        Assert.Equal([Given.Address(Given.Colleague)], plan.WithoutProblems().Recipients.Select(r => r.Address));
        Assert.True(plan.WithoutProblems().IsComplete);
    }

    [Fact]
    public async Task GcmIsUsedWhereEveryCorrespondentIsKnownToReadItAndOtherwiseOnlyOnDemand()
    {
        byte[] capabilities = await CapabilitiesAsync();
        KnownCorrespondents directory = Given.Directory().Publish(
            "moderne@cabinet.example",
            new DirectoryEntry("cn=moderne", [Given.Authorities.IssueConfidentiality(Given.Pharmacist, "moderne@cabinet.example").Certificate]) { Capabilities = capabilities });
        EmailAddress modern = EmailAddress.Parse("moderne@cabinet.example");

        Assert.Equal(ContentEncryption.Aes256Gcm, (await Given.Mailbox(directory).PlanAsync([modern])).ContentEncryption);
        Assert.Equal(ContentEncryption.Aes256Cbc, (await Given.Mailbox(directory).PlanAsync([modern, Given.Address(Given.Colleague)])).ContentEncryption);
        Assert.Equal(ContentEncryption.Aes256Gcm, (await Given.Mailbox(directory, SealingPolicy.Modern).PlanAsync([Given.Address(Given.Colleague)])).ContentEncryption);
    }

    [Fact]
    public async Task AnIncompletePlanIsRefusedBeforeAnythingIsWrittenOrSigned()
    {
        SecureMailbox mailbox = Given.Mailbox(Given.Directory());
        EmailAddress unknown = EmailAddress.Parse("inconnu@cabinet.example");
        Letter letter = Given.Letter() with { To = [Given.Address(Given.Colleague), unknown] };
        SealPlan plan = await mailbox.PlanAsync(letter.To.ToArray());
        using MemoryStream output = new();
        BrokenCard card = new();

        CpsException e = await Assert.ThrowsAsync<CpsException>(() => mailbox.SealAsync(letter, plan, card, output));

        Assert.Equal(CpsErrorCode.PlanIncomplete, e.Code);
        Assert.Equal("inconnu@cabinet.example: unknown to the directory", e.Subject);
        Assert.Equal(0, output.Length);
        Assert.Equal(0, card.Asked);
        Assert.Equal(CpsErrorCode.PlanIncomplete, (await Assert.ThrowsAsync<CpsException>(
            async () => await mailbox.SealAsync(letter, await mailbox.PlanAsync([]), card, output))).Code);
    }

    [Fact]
    public async Task ALetterToSomebodyThePlanDoesNotNameIsRefused()
    {
        SecureMailbox mailbox = Given.Mailbox(Given.Directory());
        SealPlan plan = await mailbox.PlanAsync([Given.Address(Given.Colleague)]);
        using MemoryStream output = new();

        await Assert.ThrowsAsync<ArgumentException>(() => mailbox.SealAsync(Given.Letter() with { To = [Given.Address(Given.Pharmacist)] }, plan, Given.DoctorKey, output));

        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task ADirectoryThatFailsIsAPlanThatSaysSo()
    {
        KnownCorrespondents directory = new() { Failure = new CpsException(CpsErrorCode.DirectoryUnavailable, "the directory does not answer") };

        SealPlan plan = await Given.Mailbox(directory).PlanAsync([Given.Address(Given.Colleague)]);

        Assert.Equal(PlanProblem.DirectoryFailed, Assert.Single(plan.Recipients).Problem);
        Assert.EndsWith(" : annuaire en échec (DirectoryUnavailable)", plan.Recipients[0].ToSentence(TextLanguage.French), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASignatureThatIsGarbageIsCaughtAndWhatWasWrittenOpensForNobody()
    {
        using MemoryStream output = new();

        CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => SealAsync(new BrokenCard(), output, default));

        Assert.Equal(CpsErrorCode.KeyUnusable, e.Code);
        await Assert.ThrowsAnyAsync<CpsException>(() => Given.Mailbox().OpenAsync(new MemoryStream(output.ToArray()), [Given.ColleagueKey]));
    }

    [Fact]
    public async Task ASlowCardCanBeCancelled()
    {
        using MemoryStream output = new();
        using CancellationTokenSource cancellation = new();
        BrokenCard card = new() { Delay = TimeSpan.FromMinutes(5) };
        Task sealing = SealAsync(card, output, cancellation.Token);
        while (card.Asked == 0)
        {
            await Task.Delay(5);
        }

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sealing.WaitAsync(TimeSpan.FromMinutes(1)));

        await Assert.ThrowsAnyAsync<CpsException>(() => Given.Mailbox().OpenAsync(new MemoryStream(output.ToArray()), [Given.ColleagueKey]));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\nBcc: evil@evil.example")]
    [InlineData("\0")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u0085")]
    [InlineData("\u001B[2J")]
    public async Task ControlCharactersAreRefusedInEveryFieldOfTheHeader(string injected)
    {
        Letter letter = Given.Letter();
        foreach (Letter bad in new[]
        {
            letter with { Subject = "a" + injected + "b" },
            letter with { FromName = "a" + injected + "b" },
            letter with { Attachments = [LetterAttachment.FromBytes("a" + injected + "b.pdf", new byte[1])] },
        })
        {
            CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => Given.SealAsync(bad));
            Assert.Equal(CpsErrorCode.Refused, e.Code);
        }

        Assert.False(EmailAddress.TryParse($"a{injected}b@c.example", out _));
        Assert.False(EmailAddress.TryParse($"ab@c{injected}.example", out _));
        Assert.Throws<ArgumentException>(() => LetterAttachment.FromBytes("a.pdf", new byte[1], "application/pdf" + injected));
    }

    [Theory]
    [InlineData("pdf")]
    [InlineData("multipart/mixed")]
    [InlineData("message/rfc822")]
    [InlineData("/")]
    public void AMediaTypeIsOneOfAFile(string mediaType) => Assert.Throws<ArgumentException>(() => LetterAttachment.FromBytes("a.pdf", new byte[1], mediaType));

    [Fact]
    public async Task AnAttachmentThatCannotBeReadIsAnInputThatCannotBeRead()
    {
        foreach (Func<Stream> open in new Func<Stream>[] { () => throw new FileNotFoundException(), () => new FailingStream() })
        {
            using TempFolder folder = new();
            SecureMailbox mailbox = Given.Mailbox(Given.Directory());
            Letter letter = Given.Letter(new LetterAttachment("radio.jpg", "image/jpeg", open));
            SealPlan plan = await mailbox.PlanAsync(letter.To.ToArray());

            CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => OutputFile.WriteAsync(
                folder.File("a.eml"), (stream, token) => mailbox.SealAsync(letter, plan, Given.DoctorKey, stream, token)));

            Assert.Equal((CpsErrorCode.InputUnreadable, "radio.jpg"), (e.Code, e.Subject));
            Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        }

        Assert.Equal(CpsErrorCode.InputUnreadable, Assert.Throws<CpsException>(() => LetterAttachment.FromFile("/nowhere/at/all.pdf")).Code);
    }

    private static async Task SealAsync(ISigningKey key, Stream output, CancellationToken cancellationToken)
    {
        SecureMailbox mailbox = Given.Mailbox(Given.Directory(), SealingPolicy.Modern);
        SealPlan plan = await mailbox.PlanAsync([Given.Address(Given.Colleague)], cancellationToken: cancellationToken);
        await mailbox.SealAsync(Given.Letter(LetterAttachment.FromBytes("a.bin", new byte[500_000])), plan, key, output, cancellationToken);
    }

    // The capabilities that messages sealed here announce: GCM and OAEP.
    private static async Task<byte[]> CapabilitiesAsync()
    {
        byte[] signature = await MailTesting.Eml.DetachedAsync("x", Given.DoctorKey);
        SignerInfo signer = await MailTesting.MadeSignedData.SignerOfAsync(signature);
        return signer.SignedAttributes!.Find("1.2.840.113549.1.9.15")!.Value.ToArray();
    }

    /// <summary>A card that answers with bytes that are no signature, perhaps late.</summary>
    private sealed class BrokenCard : ISigningKey
    {
        private int _asked;

        public TimeSpan Delay { get; init; }

        public int Asked => Volatile.Read(ref _asked);

        public Certificate Certificate => Given.DoctorCard.Signature.Certificate;

        public IReadOnlyList<Certificate> Intermediates => [];

        public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms { get; } = [SignatureAlgorithm.RsaPkcs1Sha256];

        public async ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _asked);
            await Task.Delay(Delay, cancellationToken);
            return new byte[256];
        }
    }

    /// <summary>A disk that fails after some kilobytes.</summary>
    private sealed class FailingStream : MemoryStream
    {
        public FailingStream()
            : base(new byte[300_000])
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Position > 100_000 ? throw new IOException("bad sector") : base.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => Position > 100_000 ? throw new IOException("bad sector") : base.Read(buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));
    }
}
