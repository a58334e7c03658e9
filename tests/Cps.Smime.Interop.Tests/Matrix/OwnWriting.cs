using System.Collections.Concurrent;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>Messages as this library writes them; each is written once and read by every product.</summary>
internal static class OwnWriting
{
    private static readonly ConcurrentDictionary<Combination, Lazy<Task<byte[]>>> s_messages = new();

    public static Task<byte[]> WriteOnceAsync(Combination combination) =>
        s_messages.GetOrAdd(combination, c => new Lazy<Task<byte[]>>(() => WriteAsync(c, MatrixPki.Content))).Value;

    public static Task<byte[]> WriteAsync(Combination combination, byte[] content) => combination switch
    {
        SignatureCombination { IsDetached: true } c => SignedDataWriter.SignDetachedAsync(new MemoryStream(content), Keys(c), Options(c)),
        SignatureCombination c => PushAsync(content, async output => await SignedDataStream.CreateAsync(output, Keys(c), Options(c))),
        EnvelopeCombination c => PushAsync(content, async output => await EnvelopeStream.CreateAsync(output, [Recipient(c.Recipient)], c.Content)),
        ContentCombination { Type: CmsContentType.CompressedData } => PushAsync(content, async output => await CompressedDataStream.CreateAsync(output)),
        ContentCombination { Type: CmsContentType.SignedData } => Task.FromResult(SignedDataWriter.WriteCertificates([MatrixPki.Get("RSA/1").Certificate])),
        _ => throw new NotSupportedException($"nothing writes {combination}"),
    };

    private static IReadOnlyList<Certificates.ISigningKey> Keys(SignatureCombination c) => [.. c.Keys.Select(k => MatrixPki.Get(k).Signing)];

    private static SigningOptions Options(SignatureCombination c) => new() { Algorithm = c.Algorithm };

    private static EnvelopeRecipient Recipient(RecipientForm form) => form.Kind switch
    {
        RecipientKind.KeyTransport => new Recipient(MatrixPki.Get(form.Key).Certificate, form.Transport!),
        RecipientKind.KeyAgreement => new KeyAgreementRecipient(MatrixPki.Get(form.Key).Certificate) { Algorithm = form.Agreement },
        RecipientKind.KeyEncryptionKey => new KeyEncryptionKeyRecipient(MatrixPki.KeyEncryptionKey(form.SharedLength)),
        RecipientKind.Password => new PasswordRecipient(new Password(MatrixPki.Password)),
        _ => new KemRecipient(MatrixPki.Get(form.Key).Certificate),
    };

    private static async Task<byte[]> PushAsync(byte[] content, Func<Stream, Task<PushStream>> open)
    {
        using MemoryStream output = new();
        await using (PushStream stream = await open(output))
        {
            await stream.WriteAsync(content);
            await stream.CompleteAsync();
        }

        return output.ToArray();
    }
}
