using System.Globalization;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>The language of the machine changes nothing: a Turkish i, Arabic digits and French commas stay out of messages and reports.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fr-FR")]
    public async Task MessagesAndReportsAreTheSameInEveryCulture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        List<string> texts = [];
        try
        {
            foreach (CultureInfo each in new[] { CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(culture) })
            {
                CultureInfo.CurrentCulture = each;
                byte[] message = await Messages.SealAsync([1, 2, 3], ContentEncryption.Aes256Gcm);
                using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
                EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
                SignerReport report = Assert.Single(await Messages.VerifyAsync(await Messages.SignAsync([1, 2, 3]), []));
                Outcome broken = await Outcome.OfOpeningAsync(message[..^30], People.RecipientKey);
                Assert.Equal([1, 2, 3], (await Outcome.OfOpeningAsync(message, People.RecipientKey)).Content);
                Assert.True(report.IsIntact);
                texts.Add(string.Join('|', envelope.ContentEncryptionName, envelope.ContentTypeOid, envelope.Recipients[0].KeyEncryption, report.Algorithm, report.Signer.Identifier, broken.Error!.Message, broken.Error.ToLine()));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(texts[0], texts[1]);
    }
}
