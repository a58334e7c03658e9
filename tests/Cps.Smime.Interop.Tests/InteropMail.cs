using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests;

/// <summary>Letters sealed for foreign software.</summary>
internal static class InteropMail
{
    public const string LetterText = "Cher confrère,\r\nvoici le compte rendu.\r\n";

    public static async Task<byte[]> SealAsync(SealingPolicy policy, byte[] attachment)
    {
        EmailAddress recipient = EmailAddress.Parse("destinataire@cabinet.example");
        KeyTransportAlgorithm transport = policy == SealingPolicy.Modern ? KeyTransportAlgorithm.RsaOaepSha256 : KeyTransportAlgorithm.RsaPkcs1;
        SealPlan plan = new(
            [new PlannedRecipient(recipient, InteropPki.Recipient.Certificate, transport, null)],
            policy == SealingPolicy.Modern ? ContentEncryption.Aes256Gcm : ContentEncryption.Aes256Cbc, TimeProvider.System.GetUtcNow());
        Letter letter = new()
        {
            From = EmailAddress.Parse("signataire@cabinet.example"),
            To = [recipient],
            Subject = "Été",
            Text = LetterText,
            Attachments = [LetterAttachment.FromBytes("résultat.hpm", attachment)],
        };
        using MemoryStream output = new();
        await new SecureMailbox(new SecureMailboxOptions { Anchors = InteropPki.Authorities.Anchors, Policy = policy }).SealAsync(letter, plan, InteropPki.SignerKey, output);
        return output.ToArray();
    }
}
