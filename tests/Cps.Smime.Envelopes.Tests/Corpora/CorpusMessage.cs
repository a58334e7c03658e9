using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests.Corpora;

/// <summary>Reads a message of a corpus, trickling and with what its manifest gives, and describes it in a line.</summary>
internal sealed class CorpusMessage(string folder, CorpusFile file)
{
    private LegacyAlgorithms Legacy => file.Options.ContainsKey("legacy") ? LegacyAlgorithms.All : LegacyAlgorithms.None;

    public async Task<string> ReadAsync(byte[] message, byte[]? detached)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new TrickleStream(message, 7), null, Legacy);
        switch (reader.ContentType)
        {
            case CmsContentType.SignedData:
                SignedDataReader begun = await reader.ReadSignedAsync();
                using (SignedData signed = await begun.ReadAsync())
                {
                    return await DescribeAsync(signed, detached ?? (file.Options.TryGetValue("content", out string? name) ? Bytes(name) : null));
                }

            case CmsContentType.EnvelopedData or CmsContentType.AuthEnvelopedData:
                EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
                string kinds = string.Join(" + ", envelope.Recipients.Select(r => r.KeyEncryption.Length > 0 ? r.KeyEncryption : r.Kind.ToString()));
                return $"{reader.ContentType}, {kinds}, {envelope.ContentEncryptionName}{await OpenAsync(envelope)}";
            case CmsContentType.CompressedData:
                using (ContentSpool content = await (await reader.ReadCompressedAsync()).ReadAsync())
                {
                    return $"CompressedData, {await HashAsync(content)}";
                }

            case CmsContentType.DigestedData:
                using (DigestedData digested = await reader.ReadDigestedAsync())
                {
                    return $"DigestedData, {digested.Digest}, {(digested.IsIntact ? "intact" : "altered")}, {await HashAsync(digested.Content)}";
                }

            case CmsContentType.EncryptedData:
                return await DecryptAsync(await reader.ReadEncryptedAsync());
            default:
                return reader.ContentType == CmsContentType.Other ? reader.Oid : reader.ContentType.ToString();
        }
    }

    private static async Task<string> DescribeAsync(SignedData signed, byte[]? detached)
    {
        using ContentDigests digests = new(signed.DigestAlgorithms);
        digests.Append(detached ?? []);
        IReadOnlyList<SignerReport> reports = !signed.IsDetached ? signed.Verify() : detached is null ? signed.VerifyDetached() : signed.VerifyDetached(digests);
        string signers = string.Join(", ", reports.Select(r =>
            (r.IsIntact ? "intact" : string.Join('+', r.Problems)) + string.Concat(r.CounterSignatures.Select(c => " countersigned " + (c.IsIntact ? "intact" : string.Join('+', c.Problems))))));
        string content = signed.IsDetached ? detached is null ? "detached" : "detached and given" : $"{(signed.IsData ? "" : signed.ContentTypeOid + " ")}{await HashAsync(signed.Content!)}";
        return $"SignedData, {content}, {signed.Certificates.Count} certificates, signers [{signers}]";
    }

    private async Task<string> OpenAsync(EnvelopeReader envelope)
    {
        List<IRecipientKey> keys = [.. Keys()];
        if (keys.Count == 0)
        {
            return "";
        }

        using MemoryStream content = new();
        try
        {
            DecryptionReport report = await envelope.DecryptAsync(keys, content);
            return $", {Hash(content.ToArray())}{string.Concat(report.LegacyWeaknesses.Select(w => ", " + w))}";
        }
        catch (CpsException e)
        {
            Assert.Equal(0, content.Length);
            return ", " + e.Code;
        }
    }

    private IEnumerable<IRecipientKey> Keys()
    {
        if (file.Options.TryGetValue("key", out string? names))
        {
            string[] pair = names.Split(':');
            yield return SoftwareKey.FromPkcs8(Certificate.ReadAll(Bytes(pair[0]))[0], CorpusReading.Decode(Bytes(pair[1])));
        }

        if (file.Options.TryGetValue("pem", out string? pem))
        {
            yield return KeyFile.Read(Bytes(pem), "")[0];
        }

        if (file.Options.TryGetValue("password", out string? password))
        {
            yield return new Password(password);
        }

        if (file.Options.TryGetValue("kek", out string? kek))
        {
            yield return new KeyEncryptionKey(Convert.FromHexString(kek.Split(':')[0]), Convert.FromHexString(kek.Split(':')[1]));
        }
    }

    private async Task<string> DecryptAsync(EncryptedDataReader encrypted)
    {
        string head = $"EncryptedData, {encrypted.ContentEncryptionName}";
        if (!file.Options.TryGetValue("secret", out string? secret))
        {
            return head;
        }

        try
        {
            using ContentSpool content = await encrypted.DecryptAsync(Convert.FromHexString(secret));
            return $"{head}, {await HashAsync(content)}";
        }
        catch (CpsException e)
        {
            return $"{head}, {e.Code}";
        }
    }

    private byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(folder, path));

    private static async Task<string> HashAsync(ContentSpool content) => Hash(await Messages.BytesOfAsync(content));

    private static string Hash(byte[] content) => content.Length == 28 && content.AsSpan().SequenceEqual("This is some sample content."u8)
        ? "the sample content" : $"content {Convert.ToHexStringLower(SHA256.HashData(content))}";
}
