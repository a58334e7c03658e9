using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Fuzz;

/// <summary>Every way of reading a CMS message: as what it is, byte by byte, with one key of several, with old algorithms, and rewrapped.</summary>
internal static class CmsTarget
{
    private const int LongestTrickle = 6000;

    private static readonly RewrapChanges s_changes = new() { Add = [new KeyAgreementRecipient(People.X25519.Certificate)] };

    /// <summary>The defaults, except where they would let one case cost seconds.</summary>
    public static CmsLimits Limits { get; } = new()
    {
        MaximumPasswordIterations = 2000,
        MemoryBuffer = 96 * 1024,
        MaximumContentLength = 64 * 1024 * 1024,
        MaximumDecompressedLength = 16 * 1024 * 1024,
    };

    public static async Task<string> RunAsync(byte[] message)
    {
        int choice = Choice(message);
        LegacyAlgorithms legacy = (choice & 1) == 0 ? LegacyAlgorithms.None : LegacyAlgorithms.All;
        string outcome = await ReadAsync(new MemoryStream(message), People.Keys, legacy);
        if (message.Length <= LongestTrickle && (choice & 6) == 0)
        {
            string trickled = await ReadAsync(new TrickleStream(message), People.Keys, legacy);
            if (trickled != outcome)
            {
                throw new FindingException("the size of the reads matters", new InvalidOperationException($"{outcome} and {trickled}"));
            }
        }

        if (outcome.StartsWith("EnvelopedData", StringComparison.Ordinal) || outcome.StartsWith("AuthEnvelopedData", StringComparison.Ordinal))
        {
            IRecipientKey one = People.Keys[choice / 8 % People.Keys.Count];
            outcome += " | " + await ReadAsync(new MemoryStream(message), [one], legacy);
            outcome += (choice & 96) == 0 ? " | " + await RewrapAsync(message) : "";
        }

        return outcome;
    }

    private static async Task<string> ReadAsync(Stream message, IReadOnlyCollection<IRecipientKey> keys, LegacyAlgorithms legacy)
    {
        string soFar = "";
        try
        {
            using CmsReader reader = await CmsReader.OpenAsync(message, Limits, legacy);
            soFar = reader.ContentType + " ";
            switch (reader.ContentType)
            {
                case CmsContentType.SignedData:
                    return soFar + await SignedAsync(reader);
                case CmsContentType.CompressedData:
                    using (ContentSpool content = await (await reader.ReadCompressedAsync()).ReadAsync())
                    {
                        return soFar + (content.Length == 0 ? "nothing" : "content");
                    }

                case CmsContentType.DigestedData:
                    using (DigestedData digested = await reader.ReadDigestedAsync())
                    {
                        return soFar + digested.Digest + digested.IsIntact;
                    }

                case CmsContentType.EncryptedData:
                    using (ContentSpool content = await (await reader.ReadEncryptedAsync()).DecryptAsync(People.ContentKey))
                    {
                        return soFar + (content.Length == 0 ? "nothing" : "content");
                    }

                default:
                    EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
                    soFar += string.Join(',', envelope.Recipients.Take(9).Select(r => $"{r.Kind}")) + " " + envelope.ContentEncryptionName + " ";
                    return soFar + await OpenAsync(envelope, keys);
            }
        }
        catch (CpsException e)
        {
            return $"{soFar}{e.Code} {e.Message}";
        }
    }

    private static async Task<string> OpenAsync(EnvelopeReader envelope, IReadOnlyCollection<IRecipientKey> keys)
    {
        using MemoryStream destination = new();
        try
        {
            DecryptionReport report = await envelope.DecryptAsync(keys, destination);
            if (report.IsAuthenticated)
            {
                Known.Facts.Released(destination.ToArray());
            }

            return $"opened {report.Kind} {report.KeyTransport} {report.KeyAgreement} {report.IsContentKeyDerived} {report.LegacyWeaknesses.Count}";
        }
        catch (CpsException) when (destination.Length > 0)
        {
            throw new FindingException("content was released before the error");
        }
    }

    private static async Task<string> SignedAsync(CmsReader reader)
    {
        using SignedData signed = await (await reader.ReadSignedAsync()).ReadAsync();
        IReadOnlyList<SignerReport> reports;
        string digest;
        if (signed.Content is { } content)
        {
            digest = Contents.Digest(await BytesOfAsync(content));
            reports = signed.Verify();
        }
        else
        {
            digest = Contents.Digest(Contents.Letter);
            reports = VerifyDetached(signed, Contents.Letter);
            if (VerifyDetached(signed, Contents.Forged).Any(r => r.IsIntact))
            {
                throw new FindingException("a detached signature is intact over forged content");
            }
        }

        foreach (SignerReport report in reports.Where(r => r.IsIntact))
        {
            Known.Facts.Signed(report.Certificate, digest);
        }

        return $"{signed.IsDetached} {signed.Certificates.Count} " + string.Join(';', reports.Select(Describe));
    }

    private static string Describe(SignerReport report)
    {
        _ = report.Signer.Identifier.ToString();
        if (report.Signer.SignedAttributes?.SmimeCapabilities is { } capabilities)
        {
            _ = SmimeCapabilities.TryRead(capabilities)?.BestGcm;
        }

        return $"{report.Algorithm?.ToString()} {report.ClaimedSigningTime is null} {report.CounterSignatures.Count} {report.LegacyWeaknesses.Count} {string.Join(',', report.Problems)}";
    }

    private static IReadOnlyList<SignerReport> VerifyDetached(SignedData signed, byte[] content)
    {
        using ContentDigests digests = new(signed.DigestAlgorithms);
        digests.Append(content);
        return signed.VerifyDetached(digests);
    }

    // A message that was rewrapped opens with the new key to what it held; one that could not be must not open.
    private static async Task<string> RewrapAsync(byte[] message)
    {
        using MemoryStream output = new();
        string failure = "";
        try
        {
            await EnvelopeRewrap.RewrapAsync(new MemoryStream(message), People.Keys, s_changes, output, Limits);
        }
        catch (CpsException e)
        {
            failure = e.Code.ToString();
        }

        if (output.Length == 0)
        {
            return failure;
        }

        string again = await ReadAsync(new MemoryStream(output.ToArray()), [People.X25519], LegacyAlgorithms.None);
        bool opened = again.Contains(" opened ", StringComparison.Ordinal);
        return opened == (failure.Length == 0) ? $"rewrapped {opened}" : throw new FindingException($"a rewrapped message opens: {opened}, although rewrapping said '{failure}'", new InvalidOperationException(again));
    }

    private static async Task<byte[]> BytesOfAsync(ContentSpool spool)
    {
        using MemoryStream bytes = new();
        await spool.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    // The same for the same message, so that a finding does again what it did.
    private static int Choice(byte[] message)
    {
        uint hash = 2166136261;
        foreach (byte b in message)
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return (int)(hash >> 8);
    }
}
