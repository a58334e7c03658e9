using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>Reads with this library what a product wrote, and checks that it is what was asked for.</summary>
internal static class OwnReading
{
    /// <summary>The key of messages that are encrypted with a key that both sides have.</summary>
    public static byte[] EncryptedDataKey(string cipher) => MatrixPki.SharedKey(int.Parse(cipher.AsSpan(4, 3), System.Globalization.CultureInfo.InvariantCulture) / 8);

    public static Task ReadAsync(Combination combination, byte[] message) => combination switch
    {
        SignatureCombination c => VerifyAsync(c, message),
        EnvelopeCombination c => OpenAsync(c, message),
        ContentCombination { Type: CmsContentType.SignedData } => ReadCertificatesAsync(message),
        ContentCombination c => ReadContentAsync(c, message),
        _ => throw new NotSupportedException(combination.ToString()),
    };

    private static async Task VerifyAsync(SignatureCombination c, byte[] message)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message), null, c.IsWeak ? LegacyAlgorithms.Md5Signatures : LegacyAlgorithms.None);
        SignedDataReader begun = await reader.ReadSignedAsync();
        using SignedData signed = await begun.ReadAsync();
        Assert.Equal(c.IsDetached, signed.IsDetached);
        using ContentDigests digests = new(signed.DigestAlgorithms);
        digests.Append(MatrixPki.Content);
        IReadOnlyList<SignerReport> reports = signed.IsDetached ? signed.VerifyDetached(digests) : signed.Verify();
        if (!signed.IsDetached)
        {
            await AssertContentAsync(signed.Content!);
        }

        Assert.Equal(c.Keys.Select(k => MatrixPki.Get(k).Certificate).ToHashSet(), reports.Select(r => r.Certificate!).ToHashSet());
        foreach (SignerReport report in reports)
        {
            Assert.Equal(c.IsWeak ? [SignatureProblem.AlgorithmWeak] : [], report.Problems);
            Assert.Equal((c.Algorithm.Family, c.Algorithm.Digest), (report.Algorithm!.Family, report.Algorithm.Digest));
        }
    }

    private static async Task OpenAsync(EnvelopeCombination c, byte[] message)
    {
        if (c.IsOld)
        {
            EnvelopeReader closed = await EnvelopeAsync(message, LegacyAlgorithms.None);
            EnvelopeException e = await Assert.ThrowsAsync<EnvelopeException>(() => closed.DecryptAsync([Key(c.Recipient)], Stream.Null));
            Assert.Equal(CpsErrorCode.Refused, e.Code);
        }

        EnvelopeReader envelope = await EnvelopeAsync(message, c.IsOld ? LegacyAlgorithms.All : LegacyAlgorithms.None);
        (ContentSpool content, DecryptionReport report) = await envelope.DecryptAsync([Key(c.Recipient)]);
        using (content)
        {
            await AssertContentAsync(content);
        }

        Assert.Equal((c.Recipient.Kind, c.Content, c.IsAuthenticated), (report.Kind, report.ContentEncryption, report.IsAuthenticated));
        Assert.Equal((c.Recipient.Transport, c.Recipient.Agreement), (report.KeyTransport, report.KeyAgreement));
        Assert.Equal(c.IsOld, report.LegacyWeaknesses.Count > 0);
    }

    private static async Task ReadCertificatesAsync(byte[] message)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        SignedDataReader begun = await reader.ReadSignedAsync();
        using SignedData signed = await begun.ReadAsync();
        Assert.Contains(MatrixPki.Get("RSA/1").Certificate, signed.Certificates);
        Assert.Empty(signed.Signers);
    }

    private static async Task ReadContentAsync(ContentCombination c, byte[] message)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message));
        Assert.Equal(c.Type, reader.ContentType);
        if (c.Type == CmsContentType.DigestedData)
        {
            using DigestedData digested = await reader.ReadDigestedAsync();
            Assert.True(digested.IsIntact);
            Assert.Equal(c.Algorithm, digested.Digest.Name);
            await AssertContentAsync(digested.Content);
            return;
        }

        using ContentSpool content = c.Type == CmsContentType.CompressedData
            ? await (await reader.ReadCompressedAsync()).ReadAsync()
            : await (await reader.ReadEncryptedAsync()).DecryptAsync(EncryptedDataKey(c.Algorithm));
        await AssertContentAsync(content);
    }

    private static IRecipientKey Key(RecipientForm form) => form.Kind switch
    {
        RecipientKind.KeyEncryptionKey => MatrixPki.KeyEncryptionKey(form.SharedLength),
        RecipientKind.Password => new Password(MatrixPki.Password),
        _ => MatrixPki.Get(form.Key).Opening,
    };

    private static async Task<EnvelopeReader> EnvelopeAsync(byte[] message, LegacyAlgorithms legacy)
    {
        CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message), null, legacy);
        return await reader.ReadEnvelopeAsync();
    }

    private static async Task AssertContentAsync(ContentSpool spool)
    {
        using MemoryStream content = new();
        await spool.CopyToAsync(content);
        Assert.True(MatrixPki.Content.AsSpan().SequenceEqual(content.ToArray()), "the content is another one");
    }
}
