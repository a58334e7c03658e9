using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Recipients come and go while the encrypted content stays what it is.</summary>
public sealed class RewrapTests
{
    [Theory]
    [InlineData(ContentEncryption.Aes256Cbc, 0, false)]
    [InlineData(ContentEncryption.Aes256Cbc, 200_000, false)]
    [InlineData(ContentEncryption.Aes128Cbc, 200_001, true)]
    [InlineData(ContentEncryption.Aes256Gcm, 0, false)]
    [InlineData(ContentEncryption.Aes256Gcm, 65_536, true)]
    [InlineData(ContentEncryption.Aes192Gcm, 200_001, false)]
    public async Task AnAddedRecipientOpensTheMessageAndARemovedOneDoesNot(ContentEncryption encryption, int length, bool derive)
    {
        byte[] content = Messages.Content(length);
        byte[] message = await SealAsync(content, encryption, derive, new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1), new KeyAgreementRecipient(KeyPeople.P384.Certificate));

        (byte[] changed, DecryptionReport report) = await RewrapAsync(message, [People.RecipientKey], new RewrapChanges
        {
            Add = [new KeyAgreementRecipient(KeyPeople.X25519.Certificate), new KemRecipient(KeyPeople.MLKem768.Certificate)],
            Remove = [People.Recipient.Certificate],
        });

        Assert.Equal(People.Recipient.Certificate, report.Recipient);
        Assert.Equal(derive, report.IsContentKeyDerived);
        foreach (IDecryptionKey key in new IDecryptionKey[] { KeyPeople.X25519, KeyPeople.MLKem768, KeyPeople.P384 })
        {
            Outcome outcome = await Outcome.OfOpeningAsync(changed, key);
            Assert.Equal(content, outcome.Content);
            Assert.Equal(encryption, outcome.Report!.ContentEncryption);
        }

        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await Outcome.OfOpeningAsync(changed, People.RecipientKey)).Code);
    }

    [Fact]
    public async Task TheEncryptedContentItsTagAndItsAttributesAreCopiedUnchanged()
    {
        byte[] attributes = MadeSigner.SortedSet([MadeSigner.ContentType()]);
        MadeEnvelope envelope = MadeEnvelope.Gcm(Messages.Content(150_000), attributes) with { Tail = Ber.Element(0xA2, MadeSigner.SigningTime()) };

        (byte[] changed, _) = await RewrapAsync(envelope.Encode(), [People.RecipientKey], new RewrapChanges { Add = [new KeyAgreementRecipient(KeyPeople.P256.Certificate)] });

        Assert.Equal(Messages.Content(150_000), (await Outcome.OfOpeningAsync(changed, KeyPeople.P256)).Content);

        // Segments of 65,536 octets.
        Assert.True(changed.AsSpan().IndexOf(envelope.Ciphertext.AsSpan(0, 65_536)) > 0);
        Assert.True(changed.AsSpan().IndexOf(envelope.Ciphertext.AsSpan(131_072)) > 0);
        byte[] trailer = [0xA1, .. attributes.AsSpan(1), .. MadeEnvelope.OctetString(envelope.Mac), .. envelope.Tail];
        Assert.True(changed.AsSpan().IndexOf(trailer) > 0);
    }

    [Fact]
    public async Task OneOfSeveralRecipientsOfAnAgreementIsRemovedAlone()
    {
        byte[] contentKey = new byte[32];
        MadeAgreement agreement = new() { Certificates = [KeyPeople.P256.Certificate, KeyPeople.P384.Certificate], ContentKey = contentKey, UserKeyingMaterial = [1] };
        byte[] message = (MadeEnvelope.Gcm([5], contentKey: contentKey) with { Recipients = [agreement.Encode()] }).Encode();

        (byte[] changed, _) = await RewrapAsync(message, [KeyPeople.P256], new RewrapChanges { Remove = [KeyPeople.P384.Certificate] });

        Assert.Equal([5], (await Outcome.OfOpeningAsync(changed, KeyPeople.P256)).Content);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await Outcome.OfOpeningAsync(changed, KeyPeople.P384)).Code);
    }

    [Fact]
    public async Task APasswordIsChangedAndASharedKeyOfTheSameNameIsReplaced()
    {
        using Password old = new("old");
        using Password changedPassword = new("new");
        using KeyEncryptionKey oldKey = new([1], Messages.Content(32, 1));
        using KeyEncryptionKey newKey = new([1], Messages.Content(32, 2));
        byte[] message = await SealAsync([5], ContentEncryption.Aes256Cbc, false, new PasswordRecipient(old), new KeyEncryptionKeyRecipient(oldKey));

        (byte[] changed, _) = await RewrapAsync(message, [old], new RewrapChanges
        {
            RemoveKinds = [RecipientKind.Password],
            Add = [new PasswordRecipient(changedPassword), new KeyEncryptionKeyRecipient(newKey)],
        });

        Assert.Equal([5], (await RecipientKindsTests.OpenAsync(changed, changedPassword)).Content);
        Assert.Equal([5], (await RecipientKindsTests.OpenAsync(changed, newKey)).Content);
        Assert.NotEqual([5], (await RecipientKindsTests.OpenAsync(changed, oldKey)).Content);
        Assert.Equal(CpsErrorCode.Refused, await FailureAsync(message, [old], new RewrapChanges { Add = [new PasswordRecipient(changedPassword)] }));
    }

    [Fact]
    public async Task WhatCannotBeOpenedIsNotRewrapped()
    {
        RewrapChanges add = new() { Add = [new KeyAgreementRecipient(KeyPeople.P256.Certificate)] };
        byte[] message = await SealAsync(Messages.Content(100_000), ContentEncryption.Aes256Gcm, false, new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1));
        byte[] altered = [.. message];
        altered[^30] ^= 1;

        Assert.Equal(CpsErrorCode.DecryptionFailed, await FailureAsync(altered, [People.RecipientKey], add));
        Assert.Equal(CpsErrorCode.NoKeyForMessage, await FailureAsync(message, [People.OtherKey], add));
        Assert.Equal(CpsErrorCode.Refused, await FailureAsync(message, [People.RecipientKey], new RewrapChanges { Remove = [People.Recipient.Certificate] }));
        Assert.Equal(CpsErrorCode.Malformed, await FailureAsync(message[..^1], [People.RecipientKey], add));
    }

    [Fact]
    public async Task AMessageThatFailsLeavesNoWholeMessageBehind()
    {
        byte[] message = await SealAsync(Messages.Content(100_000), ContentEncryption.Aes256Gcm, false, new Recipient(People.Recipient.Certificate, KeyTransportAlgorithm.RsaPkcs1));
        message[^30] ^= 1;
        using MemoryStream output = new();
        await Assert.ThrowsAsync<EnvelopeException>(() => EnvelopeRewrap.RewrapAsync(
            new MemoryStream(message), [People.RecipientKey], new RewrapChanges(), output, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(CpsErrorCode.Malformed, (await Outcome.OfOpeningAsync(output.ToArray(), People.RecipientKey)).Code);
    }

    private static async Task<byte[]> SealAsync(byte[] content, ContentEncryption encryption, bool derive, params EnvelopeRecipient[] recipients)
    {
        using MemoryStream message = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(message, recipients, encryption, new EnvelopeOptions { DeriveContentKey = derive });
        await envelope.WriteAsync(content);
        await envelope.CompleteAsync();
        return message.ToArray();
    }

    private static async Task<(byte[] Message, DecryptionReport Report)> RewrapAsync(byte[] message, IReadOnlyCollection<IRecipientKey> keys, RewrapChanges changes)
    {
        using MemoryStream output = new();
        DecryptionReport report = await EnvelopeRewrap.RewrapAsync(new TrickleStream(message, 10_007), keys, changes, output);
        return (output.ToArray(), report);
    }

    private static async Task<CpsErrorCode> FailureAsync(byte[] message, IReadOnlyCollection<IRecipientKey> keys, RewrapChanges changes) =>
        (await Assert.ThrowsAnyAsync<CpsException>(() => RewrapAsync(message, keys, changes))).Code;
}
