using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;

namespace Cps.Smime.Mime.Tests;

/// <summary>What a message may cost: one more than the limit is an error with a code, before the cost is paid.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task FourLayersAreReadAndTheFifthIsRefused(int layers, bool isRead)
    {
        string entity = Eml.Letter;
        for (int i = 0; i < layers; i++)
        {
            entity = Eml.Pkcs7Mime(await Eml.EnvelopeAsync(entity, MailPeople.Recipient.Certificate));
        }

        await AssertLimitAsync(Message(entity), isRead);
    }

    [Fact]
    public async Task ASignatureInASignatureCountsTwice()
    {
        string entity = Eml.Letter;
        for (int i = 0; i < 5; i++)
        {
            entity = Eml.MultipartSigned(entity, await Eml.DetachedAsync(entity, MailPeople.Signer), boundary: $"b{i}");
        }

        await AssertLimitAsync(Message(entity), isRead: false);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task AHeaderOf256KibibytesIsReadAndOneByteMoreIsRefused(int more, bool isRead)
    {
        foreach (int limit in new[] { 256 * 1024, 100_000 })
        {
            const string Start = "From: a@b.example\r\nX: ";
            string header = Start + new string('x', limit + more - Start.Length - 4) + "\r\n\r\n";

            await AssertLimitAsync(Eml.Bytes(header + "text"), isRead, new MailLimits { MaximumHeaderLength = limit });
            await AssertLimitAsync(Eml.Bytes(header), isRead, new MailLimits { MaximumHeaderLength = limit });
        }
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1_000, false)]
    public async Task AThousandPartsAreReadAndOneMoreIsRefused(int leaves, bool isRead) =>
        await AssertLimitAsync(Message(Eml.Mixed([.. Enumerable.Repeat("\r\nx", leaves)])), isRead);

    [Fact]
    public async Task AMillionPartsAreRefusedWithoutBeingMade()
    {
        byte[] message = Message("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\n\r\n", 1_000_000)) + "--b--\r\n");
        await AssertLimitAsync(message[..2_000_000], isRead: false);
        long before = GC.GetAllocatedBytesForCurrentThread();

        await AssertLimitAsync(message, isRead: false);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 30_000_000);
    }

    [Fact]
    public async Task APartWithTooLongAHeaderIsRefused() =>
        await AssertLimitAsync(Message(Eml.Mixed(string.Concat(Enumerable.Repeat("X: y\r\n", 60_000)) + "\r\nx")), isRead: false);

    [Fact]
    public async Task MultipartsDeeperThanTheLimitAreNotTakenApart()
    {
        StringBuilder entity = new();
        for (int i = 0; i < 100_000; i++)
        {
            entity.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\r\n\r\n--b").Append(i).Append("\r\n");
        }

        using OpenedMessage message = await new SecureMessageReader().OpenAsync(new MemoryStream(Message(entity + "\r\nx")), []);

        Assert.Equal("multipart/mixed", Assert.Single(message.Parts).MediaType);
    }

    [Fact]
    public async Task MessagesInMessagesAreNotFollowedForEver()
    {
        string entity = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 50_000));

        using OpenedMessage message = await new SecureMessageReader().OpenAsync(new MemoryStream(Message(entity + "\r\nx")), []);

        Assert.InRange(message.Parts.Count, 0, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("%PDF-1.7\n\0\0")]
    [InlineData("just text")]
    [InlineData("From someone Thu Jan  1 00:00:00 1970\r\n")]
    public async Task WhatIsNoMessageIsMalformed(string text)
    {
        CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => new SecureMessageReader().OpenAsync(new MemoryStream(Eml.Bytes(text)), []));

        Assert.Equal(CpsErrorCode.Malformed, e.Code);
    }

    [Fact]
    public async Task APartThatIsTooLargeToHoldIsAnError()
    {
        using OpenedMessage message = await new SecureMessageReader().OpenAsync(new MemoryStream(Message(Eml.Letter)), []);

        Assert.Equal(CpsErrorCode.LimitExceeded, Assert.Throws<MailException>(() => message.Parts[0].ReadAllBytes(10)).Code);
        Assert.Equal(Eml.LetterText, Eml.Text(message.Parts[0].ReadAllBytes(Eml.LetterText.Length)));
    }

    private static byte[] Message(string entity) => Eml.Message("signataire@cabinet.example", entity);

    private static async Task AssertLimitAsync(byte[] message, bool isRead, MailLimits? limits = null)
    {
        SecureMessageReader reader = new(limits);
        if (isRead)
        {
            using OpenedMessage opened = await reader.OpenAsync(new TrickleStream(message, 50_000), [MailPeople.Recipient]);
            Assert.NotNull(opened.Content);
            return;
        }

        CpsException e = await Assert.ThrowsAnyAsync<CpsException>(() => reader.OpenAsync(new TrickleStream(message, 50_000), [MailPeople.Recipient]));
        Assert.Equal(CpsErrorCode.LimitExceeded, e.Code);
    }
}
