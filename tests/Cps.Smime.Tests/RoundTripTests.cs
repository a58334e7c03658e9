using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.MailTesting;
using Cps.Smime.Mime;
using MessagePart = Cps.Smime.Mime.MessagePart;

namespace Cps.Smime.Tests;

/// <summary>What is sealed comes out at the other end, to the byte, with a verdict.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<SealingPolicy> Policies() => [.. Enum.GetValues<SealingPolicy>()];

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task ALetterWithItsAttachmentsArrivesToTheByteAndIsKnownToComeFromItsAuthor(SealingPolicy policy)
    {
        byte[] pdf = [.. "%PDF-1.7\n"u8, .. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        byte[] hprim = [.. "ÉPINOCHET\rCÉLESTE\rDate : 12/03/2026\n\rrésultat\r\n"u8, 0xE9, 0x0D, 0xE8, 0x0A, 0x80, 0xFF, 0x00, .. Encoding.Latin1.GetBytes("\r****FIN****\r\n")];
        Letter letter = Given.Letter(
            LetterAttachment.FromBytes("compte-rendu.pdf", pdf),
            LetterAttachment.FromBytes("résultats d'Éléonore (été).hpm", hprim));

        byte[] message = await Given.SealAsync(letter, policy);
        using OpenedLetter opened = await Given.Mailbox(Given.Directory()).OpenAsync(new TrickleStream(message, 7), [Given.ColleagueKey]);

        Given.Verdict(Verdict.Valid, [], opened.Report);
        Assert.Equal(Given.Doctor.EmailAddress, opened.Report.From);
        Assert.Equal("Compte rendu", opened.Report.Subject);
        Assert.Equal(AddressMatch.Directory, Assert.Single(opened.Report.Signers).AddressMatch);
        Assert.Equal(Given.Doctor.NationalId, opened.Report.Signers[0].Identity!.NationalId!.Value);
        Assert.Equal(policy == SealingPolicy.Modern, opened.Report.EnvelopeIsAuthenticated);
        Assert.Equal([policy == SealingPolicy.Modern ? LayerKind.AuthEnveloped : LayerKind.Enveloped, LayerKind.MultipartSigned], opened.Report.Layers.Select(l => l.Kind));
        Assert.Equal(["text/plain", "application/pdf", "application/x-hprim-med"], opened.Parts.Select(p => p.MediaType));
        Assert.Equal([false, true, true], opened.Parts.Select(p => p.IsAttachment));
        Assert.Equal("Cher confrère,\r\nvoici le compte rendu.\r\n", Encoding.UTF8.GetString(opened.Parts[0].ReadAllBytes()));
        Assert.Equal("utf-8", opened.Parts[0].Charset);
        Assert.Equal("compte-rendu.pdf", opened.Parts[1].FileName);
        Assert.Equal(pdf, opened.Parts[1].ReadAllBytes());
        Assert.Equal("résultats d'Éléonore (été).hpm", opened.Parts[2].GivenName);
        Assert.Equal("résultats d_Éléonore (été).hpm", opened.Parts[2].FileName);
        Assert.Equal(hprim, opened.Parts[2].ReadAllBytes());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Une ligne sans fin")]
    [InlineData("From moi à toi\r\n.\r\n--=-cps-00\r\n\r\n")]
    public async Task ALetterOfTextAloneArrives(string text)
    {
        byte[] message = await Given.SealAsync(Given.Letter() with { Text = text });
        using OpenedLetter opened = await Given.Mailbox(Given.Directory()).OpenAsync(new MemoryStream(message), [Given.ColleagueKey]);

        Given.Verdict(Verdict.Valid, [], opened.Report);
        MessagePart part = Assert.Single(opened.Parts);
        Assert.Equal(text, Encoding.UTF8.GetString(part.ReadAllBytes()));
        Assert.False(part.IsAttachment);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task EveryCorrespondentAndTheSenderOpenTheSameMessage(SealingPolicy policy)
    {
        Letter letter = Given.Letter(LetterAttachment.FromBytes("a.bin", new byte[] { 1, 2, 3 })) with { To = [Given.Address(Given.Colleague), Given.Address(Given.Pharmacist)] };
        byte[] message = await Given.SealAsync(letter, policy, Given.DoctorConfidentiality.Certificate);

        foreach (SoftwareKey key in new[] { Given.ColleagueKey, Given.PharmacistKey, Given.DoctorDecryptionKey })
        {
            using OpenedLetter opened = await Given.Mailbox(Given.Directory()).OpenAsync(new MemoryStream(message), [key]);

            Given.Verdict(Verdict.Valid, [], opened.Report);
            Assert.Equal([1, 2, 3], opened.Parts[1].ReadAllBytes());
            KeyTransportAlgorithm expected = policy == SealingPolicy.Modern ? KeyTransportAlgorithm.RsaOaepSha256 : KeyTransportAlgorithm.RsaPkcs1;
            Assert.Equal(expected, opened.Report.Layers[0].Decryption!.KeyTransport);
        }

        CpsException stranger = await Assert.ThrowsAnyAsync<CpsException>(() => Given.Mailbox().OpenAsync(new MemoryStream(message), [Given.MailUserKey]));
        Assert.Equal(CpsErrorCode.NoKeyForMessage, stranger.Code);
    }

    [Fact]
    public async Task WhatCanBeSeenWithoutAKeyIsSeen()
    {
        byte[] message = await Given.SealAsync(Given.Letter());

        using OpenedMessage seen = await new SecureMessageReader().InspectAsync(new TrickleStream(message, 100));

        Assert.Null(seen.Content);
        Assert.Empty(seen.Parts);
        Assert.Equal(LayerKind.Enveloped, Assert.Single(seen.Layers).Kind);
        Assert.True(Assert.IsType<KeyTransRecipientInfo>(Assert.Single(seen.Layers[0].Recipients)).Recipient.Matches(Given.ColleagueConfidentiality.Certificate));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task TheSealedMessageIsOfShortSevenBitLines(SealingPolicy policy)
    {
        byte[] message = await Given.SealAsync(Given.Letter() with { Subject = "Été à l'hôpital", FromName = "Dr Célestin Épinochet" }, policy);

        Assert.DoesNotContain(message, b => b >= 0x80);
        string[] lines = Encoding.ASCII.GetString(message).Split("\r\n");
        Assert.All(lines, l => Assert.True(l.Length <= 78 && !l.Contains('\n', StringComparison.Ordinal) && !l.Contains('\r', StringComparison.Ordinal)));
        using OpenedLetter opened = await Given.Mailbox().OpenAsync(new MemoryStream(message), [Given.ColleagueKey]);
        Assert.Equal("Été à l'hôpital", opened.Report.Subject);
        Assert.Equal("Dr Célestin Épinochet", Assert.Single(opened.Message.From.Mailboxes).Name);
    }

    [Fact]
    public async Task TheTextOfTheLetterStandsNowhereInTheSealedMessage()
    {
        const string Canary = "CANARI-PATIENT-0042";
        byte[] message = await Given.SealAsync(Given.Letter(LetterAttachment.FromBytes(Canary + ".txt", Encoding.UTF8.GetBytes(Canary))) with { Text = Canary });

        Assert.DoesNotContain(Canary, Eml.Text(message), StringComparison.Ordinal);
    }
}
