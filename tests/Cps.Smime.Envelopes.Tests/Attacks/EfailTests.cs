using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Fuzz;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// EFAIL (USENIX Security 2018) and the relabelling of RFC 9709, as the attacker does them: what CBC cannot prevent is reported as
/// unauthenticated, and what can be prevented does not open.
/// </summary>
public sealed class EfailTests
{
    private static readonly byte[] s_content = Encoding.ASCII.GetBytes("Content-Type: text/plain\r\n\r\nle secret du patient, en plusieurs blocs de seize octets.\r\n");
    private static readonly byte[] s_contentKey = Messages.Content(32);

    [Fact]
    public async Task AGadgetSplicedIntoCbcOpensAsWhatNobodyVouchesFor()
    {
        MadeEnvelope sealedMail = MadeEnvelope.Cbc(s_content, s_contentKey);

        // The first block is known to everybody: XORed away and replaced by the attacker's text, through the vector.
        byte[] wanted = "<img src='http:/"u8.ToArray();
        byte[] vector = sealedMail.Parameters[2..];
        byte[] gadget = [.. vector.Select((v, i) => (byte)(v ^ s_content[i] ^ wanted[i]))];
        MadeEnvelope spliced = sealedMail with { Parameters = MadeEnvelope.OctetString(gadget) };

        Outcome outcome = await Outcome.OfOpeningAsync(spliced.Encode(), People.RecipientKey);

        Assert.Equal([.. wanted, .. s_content.AsSpan(16)], outcome.Content);
        Assert.False(outcome.Report!.IsAuthenticated);
    }

    [Fact]
    public async Task AGadgetSplicedAroundASignedContentIsNoSignatureAnyMore()
    {
        byte[] signed = await Messages.SignAsync(s_content);
        MadeEnvelope sealedMail = MadeEnvelope.Cbc(signed, s_contentKey);
        int at = (signed.AsSpan().IndexOf(s_content) + 15) / 16 * 16;

        // Two blocks of the content: the one before the gadget is lost, the gadget is what the attacker chose.
        byte[] ciphertext = [.. sealedMail.Ciphertext];
        for (int i = 0; i < 16; i++)
        {
            ciphertext[at + i] ^= (byte)(signed[at + 16 + i] ^ (byte)'x');
        }

        Outcome outcome = await Outcome.OfOpeningAsync((sealedMail with { Ciphertext = ciphertext }).Encode(), People.RecipientKey);

        Assert.Equal(Enumerable.Repeat((byte)'x', 16), outcome.Content[(at + 16)..(at + 32)]);
        Assert.False(outcome.Report!.IsAuthenticated);
        Assert.Contains(SignatureProblem.ContentAltered, Assert.Single(await Messages.VerifyAsync(outcome.Content, [])).Problems);
    }

    [Theory]
    [InlineData(ContentEncryption.Aes256Gcm)]
    [InlineData(ContentEncryption.ChaCha20Poly1305)]
    public async Task NoGadgetCanBeSplicedIntoWhatAuthenticatesItself(ContentEncryption encryption)
    {
        byte[] message = await Messages.SealAsync(s_content, encryption);
        int at = message.AsSpan().IndexOf((byte[])[0x04, (byte)s_content.Length]) + 2;
        for (int i = 0; i < 16; i++)
        {
            message[at + i] ^= (byte)(s_content[i] ^ (byte)'x');
        }

        Outcome outcome = await Outcome.OfOpeningAsync(message, People.RecipientKey);

        Assert.Equal((CpsErrorCode.DecryptionFailed, 0), (outcome.Code!.Value, outcome.Content.Length));
    }

    // GCM encrypts a counter: its blocks decrypted as CBC under the same key answer questions about the key stream (RFC 9709 section 1).
    [Fact]
    public async Task AGcmMessageRelabelledAsCbcIsTellingUnlessItsContentKeyIsDerived()
    {
        MadeEnvelope relabelled = MadeEnvelope.Cbc(s_content, s_contentKey);
        byte[] derivedIdentifier = Der.Sequence(Der.Oid(CmsOids.Aes256Cbc), relabelled.Parameters);
        MadeEnvelope underADerivedKey = relabelled with { Algorithm = RecipientOids.CekHkdfSha256, Parameters = derivedIdentifier };

        Outcome told = await Outcome.OfOpeningAsync(relabelled.Encode(), People.RecipientKey);
        Outcome silent = await Outcome.OfOpeningAsync(underADerivedKey.Encode(), People.RecipientKey);

        Assert.Equal(s_content, told.Content);
        Assert.False(told.Report!.IsAuthenticated);
        Assert.NotEqual(s_content, silent.Content);
        Assert.True(silent.Error is { Code: CpsErrorCode.DecryptionFailed } || silent.Report is { IsAuthenticated: false, IsContentKeyDerived: true });
    }

    [Fact]
    public async Task ACipherOfOldMailIsNotTakenUnderADerivedKey()
    {
        byte[] parameters = Der.Sequence(Der.Oid(CmsOids.TripleDesCbc), Der.Octets(new byte[8]));
        MadeEnvelope message = MadeEnvelope.Cbc(s_content) with { Algorithm = RecipientOids.CekHkdfSha256, Parameters = parameters };
        CountingKey key = new(People.RecipientKey);
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message.Encode()), null, LegacyAlgorithms.All);
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync();

        Assert.Equal(CpsErrorCode.Refused, (await Assert.ThrowsAsync<EnvelopeException>(() => envelope.DecryptAsync([key], Stream.Null))).Code);
        Assert.Equal(0, key.Count);
    }
}
