using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Messages written and read with the public types, in one call each.</summary>
internal static class Messages
{
    public static byte[] Content(int length, int seed = 0)
    {
        byte[] content = new byte[length];
        new Random(unchecked((seed * 7919) + length)).NextBytes(content);
        return content;
    }

    public static async Task<byte[]> SealAsync(byte[] content, ContentEncryption encryption, KeyTransportAlgorithm? transport = null)
    {
        using MemoryStream message = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
            message, [new Recipient(People.Recipient.Certificate, transport ?? KeyTransportAlgorithm.RsaOaepSha256)], encryption);
        await envelope.WriteAsync(content);
        await envelope.CompleteAsync();
        return message.ToArray();
    }

    public static async Task<byte[]> SignAsync(byte[] content, SigningOptions? options = null)
    {
        using MemoryStream message = new();
        await using SignedDataStream signed = await SignedDataStream.CreateAsync(message, People.SignerKey, options);
        await signed.WriteAsync(content);
        await signed.CompleteAsync();
        return message.ToArray();
    }

    public static async Task<SignedData> ReadSignedAsync(Stream message, CmsLimits? limits = null)
    {
        using CmsReader reader = await CmsReader.OpenAsync(message, limits);
        SignedDataReader signed = await reader.ReadSignedAsync();
        return await signed.ReadAsync();
    }

    public static Task<SignedData> ReadSignedAsync(byte[] message, CmsLimits? limits = null) => ReadSignedAsync(new MemoryStream(message), limits);

    /// <summary>Verifies an opaque message, or a detached one against this content.</summary>
    public static async Task<IReadOnlyList<SignerReport>> VerifyAsync(byte[] message, byte[] content)
    {
        using SignedData signed = await ReadSignedAsync(message);
        if (!signed.IsDetached)
        {
            return signed.Verify();
        }

        using ContentDigests digests = new(signed.DigestAlgorithms);
        digests.Append(content);
        return signed.VerifyDetached(digests);
    }

    public static async Task<byte[]> BytesOfAsync(ContentSpool spool)
    {
        using MemoryStream bytes = new();
        await spool.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
