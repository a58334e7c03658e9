using Cps.Smime.Envelopes;

namespace Cps.Smime.Fuzz.Tests;

/// <summary>That the fuzzer would notice: its seeds reach what they should, and each of its oracles cries when its promise is broken.</summary>
public sealed class OracleTests
{
    [Fact]
    public void EverySeedIsReadWhole()
    {
        Assert.Equal(39, Case.Seeds.Count);
        Dictionary<string, string> outcomes = Case.Seeds.ToDictionary(s => s.Name, Target.Run);

        Assert.All(outcomes.Where(o => o.Value.Contains("EnvelopedData", StringComparison.Ordinal)), o => Assert.Contains(" opened ", o.Value, StringComparison.Ordinal));
        Assert.All(outcomes.Where(o => o.Value.StartsWith("SignedData", StringComparison.Ordinal)), o => Assert.DoesNotContain("Mismatch", o.Value, StringComparison.Ordinal));
        foreach (CmsContentType type in Enum.GetValues<CmsContentType>().Where(t => t is not (CmsContentType.Data or CmsContentType.Other)))
        {
            Assert.Contains(outcomes, o => o.Value.StartsWith(type.ToString(), StringComparison.Ordinal));
        }

        foreach (RecipientKind kind in Enum.GetValues<RecipientKind>())
        {
            Assert.Contains(outcomes, o => o.Value.Contains($" opened {kind} ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AnElementTakenApartAndPutTogetherIsTheSame() =>
        Assert.All(Case.Seeds.Where(s => !s.IsMail), s => Assert.Equal(s.Bytes, BerNode.Encode(BerNode.Parse(s.Bytes))));

    [Fact]
    public void ContentThatNobodySealedIsAFinding()
    {
        Known.Facts.Released(Contents.Letter);

        Assert.Equal("content that nobody sealed came out of an authenticated envelope", Assert.Throws<FindingException>(() => Known.Facts.Released(Contents.Forged)).Message);
    }

    [Fact]
    public void ASignatureOverWhatItsSignerDidNotSignIsAFinding()
    {
        Known.Facts.Signed(People.Doctor.Certificate, Contents.Digest(Contents.Letter));

        Assert.Throws<FindingException>(() => Known.Facts.Signed(People.Doctor.Certificate, Contents.Digest(Contents.Forged)));
        Assert.Throws<FindingException>(() => Known.Facts.Signed(People.P256.Certificate, Contents.Digest(Contents.Letter)));
    }

    // Really sealed and really signed by those who have the keys, after the facts were learned: to the fuzzer, forgeries that succeeded.
    [Fact]
    public async Task AMessageThatSomebodyCouldMakeWithoutBeingASeedIsAFinding()
    {
        using MemoryStream envelope = new();
        await using (EnvelopeStream stream = await EnvelopeStream.CreateAsync(envelope, [new KeyEncryptionKeyRecipient(People.SharedKey)], ContentEncryption.Aes256Gcm, TestContext.Current.CancellationToken))
        {
            await stream.WriteAsync(Contents.Forged, TestContext.Current.CancellationToken);
            await stream.CompleteAsync(TestContext.Current.CancellationToken);
        }

        byte[] signature = await SignedDataWriter.SignDetachedAsync(new MemoryStream(Contents.Forged), People.Doctor, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Throws<FindingException>(() => Target.Run(Case.Of("sealed.p7m", envelope.ToArray())));
        Assert.Contains("forged content", Assert.Throws<FindingException>(() => Target.Run(Case.Of("signed.p7m", signature))).Message, StringComparison.Ordinal);

        // In mail, who signed must be who wrote: the secretary.
        byte[] bySecretary = await SignedDataWriter.SignDetachedAsync(new MemoryStream(Contents.Forged), People.Secretary, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("verdict", Assert.Throws<FindingException>(() => Target.Run(Case.Of("signed.eml", Mail.Message(Mail.MultipartSigned(Contents.Forged, bySecretary))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFindingMakesTheProcessSaySo()
    {
        byte[] signature = await SignedDataWriter.SignDetachedAsync(new MemoryStream(Contents.Forged), People.Doctor, cancellationToken: TestContext.Current.CancellationToken);
        using TempFolder folder = new();

        (int exit, string output) = await Child.RunAsync("replay", folder.Write("forged.p7m", signature));

        Assert.Equal(1, exit);
        Assert.Contains("forged.p7m: BROKEN", output, StringComparison.Ordinal);
    }
}
