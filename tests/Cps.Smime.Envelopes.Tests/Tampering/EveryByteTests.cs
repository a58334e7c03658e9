using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// Every byte of a message of every cipher that authenticates and for every kind of recipient, changed and cut: what comes out is the
/// content that was sealed, or nothing and one error.
/// </summary>
public sealed class EveryByteTests
{
    private static readonly CpsErrorCode[] s_codes =
        [CpsErrorCode.Malformed, CpsErrorCode.LimitExceeded, CpsErrorCode.Unsupported, CpsErrorCode.Refused, CpsErrorCode.NoKeyForMessage, CpsErrorCode.DecryptionFailed];

    private static readonly byte[] s_content = Messages.Content(100);
    private static readonly byte[] s_contentKey = Messages.Content(32);
    private static readonly KeyEncryptionKey s_shared = new("cabinet"u8, Messages.Content(32, seed: 3));
    private static readonly Password s_password = new("x");

    public static TheoryData<string> Ciphers() => ["AES-128-GCM", "AES-192-GCM", "AES-256-GCM", "ChaCha20-Poly1305", "AES-256-CCM", "AES-256-GCM with attributes"];

    public static TheoryData<string> Recipients() => ["RSA", "P-256", "P-384", "P-521", "X25519", "ML-KEM-512", "ML-KEM-768", "ML-KEM-1024", "shared key", "password", "a derived key"];

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task AnyBitChangedUnderAnyCipherGivesTheContentOrNothing(string cipher)
    {
        byte[] message = await OfCipherAsync(cipher, s_content);
        for (int bit = 0; bit < 8; bit++)
        {
            await EveryByteAsync(message, s_shared, (byte)(1 << bit));
        }

        await EveryByteAsync(message, s_shared, 0xFF);
    }

    [Theory]
    [MemberData(nameof(Recipients))]
    public async Task AnyByteChangedForAnyKindOfRecipientGivesTheContentOrNothing(string recipient)
    {
        (byte[] message, IRecipientKey key) = await OfRecipientAsync(recipient);
        await EveryByteAsync(message, key, 0x01);
        await EveryByteAsync(message, key, 0x80);
    }

    [Theory]
    [MemberData(nameof(Recipients))]
    public async Task AMessageForAnyKindOfRecipientCutAtAnyByteGivesNothing(string recipient)
    {
        (byte[] message, IRecipientKey key) = await OfRecipientAsync(recipient);
        for (int length = 0; length < message.Length; length++)
        {
            Outcome outcome = await RecipientKindsTests.OpenAsync(message[..length], key);
            Assert.Equal((CpsErrorCode.Malformed, 0), (outcome.Code!.Value, outcome.Content.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public async Task ALargeMessageOfAnyCipherCutAtAnyPageGivesNothing(string cipher)
    {
        byte[] message = await OfCipherAsync(cipher, Messages.Content(300_000));
        int cuts = 0;
        for (int length = 4096; length < message.Length; length += 4096)
        {
            CountingStream destination = new();
            using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(message[..length]));
            EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
            EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(() => envelope.DecryptAsync([s_shared], destination));
            Assert.Equal((CpsErrorCode.Malformed, 0, 0), (error.Code, destination.Writes, destination.Bytes));
            cuts++;
        }

        Assert.Equal(73, cuts);
    }

    private static async Task EveryByteAsync(byte[] message, IRecipientKey key, byte change)
    {
        int opened = 0;
        for (int i = 0; i < message.Length; i++)
        {
            byte[] altered = [.. message];
            altered[i] ^= change;
            Outcome outcome = await RecipientKindsTests.OpenAsync(altered, key);
            if (outcome.Error is null)
            {
                opened++;
                Assert.True(outcome.Content.AsSpan().SequenceEqual(s_content), $"other content, byte {i} ^ {change:X2}");
            }
            else
            {
                Assert.True(outcome.Content.Length == 0 && s_codes.Contains(outcome.Error.Code), $"byte {i} ^ {change:X2}: {outcome.Observable}");
            }
        }

        // What is not authenticated and does not matter: the name of the inner content type, versions, and some forms of BER.
        Assert.InRange(opened, 0, 20);
    }

    private static async Task<byte[]> OfCipherAsync(string cipher, byte[] content)
    {
        byte[] attributes = MadeSigner.SortedSet([MadeSigner.ContentType()]);
        MadeEnvelope? made = cipher switch
        {
            "AES-256-CCM" => MadeEnvelope.Ccm(content, contentKey: s_contentKey),
            "AES-256-GCM with attributes" => MadeEnvelope.Gcm(content, attributes, s_contentKey),
            _ => null,
        };
        return made is not null ? (made with { Recipients = [Kek()] }).Encode() : await RecipientKindsTests.SealAsync(
            content,
            cipher switch
            {
                "AES-128-GCM" => ContentEncryption.Aes128Gcm,
                "AES-192-GCM" => ContentEncryption.Aes192Gcm,
                "AES-256-GCM" => ContentEncryption.Aes256Gcm,
                _ => ContentEncryption.ChaCha20Poly1305,
            },
            new KeyEncryptionKeyRecipient(s_shared));
    }

    private static byte[] Kek()
    {
        System.Formats.Asn1.AsnWriter writer = new(System.Formats.Asn1.AsnEncodingRules.DER);
        new KeyEncryptionKeyRecipient(s_shared).Write(writer, s_contentKey);
        return writer.Encode();
    }

    private static async Task<(byte[] Message, IRecipientKey Key)> OfRecipientAsync(string recipient)
    {
        switch (recipient)
        {
            case "RSA":
                return (await Messages.SealAsync(s_content, ContentEncryption.Aes256Gcm), new CountingKey(People.RecipientKey));
            case "shared key":
                return (await RecipientKindsTests.SealAsync(s_content, ContentEncryption.Aes256Gcm, new KeyEncryptionKeyRecipient(s_shared)), s_shared);
            case "password":
                MadeEnvelope made = MadeEnvelope.Gcm(s_content, contentKey: s_contentKey);
                return ((made with { Recipients = [MadePassword.Recipient(2, MadePassword.Wrap("x", 2, s_contentKey))] }).Encode(), s_password);
            case "a derived key":
                using (MemoryStream message = new())
                {
                    await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(
                        message, [new KeyEncryptionKeyRecipient(s_shared)], ContentEncryption.Aes256Gcm, new EnvelopeOptions { DeriveContentKey = true });
                    await envelope.WriteAsync(s_content);
                    await envelope.CompleteAsync();
                    return (message.ToArray(), s_shared);
                }

            default:
                IDecryptionKey key = KeyPeople.Of(recipient);
                return (await RecipientKindsTests.SealAsync(s_content, ContentEncryption.Aes256Gcm, EnvelopeRecipient.For(key.Certificate, KeyTransportAlgorithm.RsaOaepSha256)), key);
        }
    }

    /// <summary>A destination that counts what it is given.</summary>
    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public int Bytes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Count(buffer.Length);

        public override void Write(byte[] buffer, int offset, int count) => Count(count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count(buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Count(count);
            return Task.CompletedTask;
        }

        private void Count(int bytes)
        {
            Writes++;
            Bytes += bytes;
        }
    }
}
