using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Does with a message all that can be done with it, whatever it is.</summary>
internal static class Anything
{
    private static readonly byte[] s_content = "Compte rendu signé."u8.ToArray();

    public static async Task ReadAsync(Stream message, params IRecipientKey[] keys)
    {
        using CmsReader reader = await CmsReader.OpenAsync(message);
        if (reader.ContentType == CmsContentType.SignedData)
        {
            SignedDataReader begun = await reader.ReadSignedAsync();
            using SignedData signed = await begun.ReadAsync();
            using ContentDigests digests = new(signed.DigestAlgorithms);
            digests.Append(s_content);
            foreach (SignerReport report in signed.IsDetached ? signed.VerifyDetached(digests) : signed.Verify())
            {
                _ = report.ClaimedSigningTime;
                _ = report.Signer.Identifier.ToString();
                if (report.Signer.SignedAttributes?.SmimeCapabilities is { } capabilities)
                {
                    _ = SmimeCapabilities.TryRead(capabilities)?.BestGcm;
                }
            }
        }
        else if (reader.ContentType == CmsContentType.CompressedData)
        {
            CompressedDataReader compressed = await reader.ReadCompressedAsync();
            (await compressed.ReadAsync()).Dispose();
        }
        else if (reader.ContentType == CmsContentType.DigestedData)
        {
            using DigestedData digested = await reader.ReadDigestedAsync();
            _ = digested.IsIntact;
        }
        else if (reader.ContentType == CmsContentType.EncryptedData)
        {
            EncryptedDataReader encrypted = await reader.ReadEncryptedAsync();
            (await encrypted.DecryptAsync(new byte[32])).Dispose();
        }
        else
        {
            EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
            _ = envelope.ContentEncryptionName;
            (ContentSpool content, _) = await envelope.DecryptAsync(keys);
            content.Dispose();
        }
    }
}
