using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Shared keys and passwords: what they refuse, how they fail, and what they cost (RFC 3211, RFC 5652 sections 6.2.3 and 6.2.4).</summary>
public sealed class SharedSecretTests
{
    private readonly byte[] _contentKey = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData(10_000_001L, CpsErrorCode.LimitExceeded)]
    [InlineData(int.MaxValue, CpsErrorCode.LimitExceeded)]
    [InlineData(long.MaxValue, CpsErrorCode.LimitExceeded)]
    [InlineData(0L, CpsErrorCode.Unsupported)]
    [InlineData(-1L, CpsErrorCode.Unsupported)]
    public async Task AnIterationBombIsRefusedBeforeTheWork(long iterations, CpsErrorCode expected)
    {
        using Password password = new("x");
        Stopwatch time = Stopwatch.StartNew();

        Assert.Equal(expected, (await OpenAsync(MadePassword.Recipient(iterations, new byte[48]), password)).Code);

        // Ten million rounds take seconds.
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(1), $"{time.Elapsed}");
    }

    [Fact]
    public async Task TheLimitOfIterationsIsAnOption()
    {
        using Password password = new("x");
        byte[] message = Envelope(MadePassword.Recipient(1000, WrapWithPassword("x", 1000)));

        Assert.Null((await Outcome.OfOpeningAsync(new MemoryStream(message), [password], new CmsLimits { MaximumPasswordIterations = 1000 })).Error);
        Assert.Equal(CpsErrorCode.LimitExceeded, (await Outcome.OfOpeningAsync(new MemoryStream(message), [password], new CmsLimits { MaximumPasswordIterations = 999 })).Code);
    }

    [Fact]
    public async Task WrongPasswordsAndAlteredWrapsCannotBeToldFromAlteredContent()
    {
        using Password password = new("x");
        using Password wrong = new("y");
        byte[] wrapped = WrapWithPassword("x", 10);
        MadeEnvelope altered = MadeEnvelope.Gcm([1, 2, 3], contentKey: _contentKey) with { Recipients = [MadePassword.Recipient(10, wrapped)], Ciphertext = [9, 9, 9] };
        HashSet<string> seen = [(await RecipientKindsTests.OpenAsync(altered.Encode(), password)).Observable];
        seen.Add((await OpenAsync(MadePassword.Recipient(10, wrapped), wrong)).Observable);
        foreach (byte[] bad in new byte[][] { [], new byte[16], new byte[31], new byte[32], new byte[33], new byte[48], new byte[1040], [.. wrapped, .. new byte[16]], [.. wrapped.Reverse()], wrapped[..32] })
        {
            seen.Add((await OpenAsync(MadePassword.Recipient(10, bad), password)).Observable);
        }

        Assert.StartsWith("EnvelopeException|DecryptionFailed|", Assert.Single(seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AlteredWrapsOfASharedKeyCannotBeToldFromAlteredContent()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        using KeyEncryptionKey key = new([1], secret);
        byte[] wrapped = AesKeyWrap.Wrap(secret, _contentKey);
        MadeEnvelope altered = MadeEnvelope.Gcm([1, 2, 3], contentKey: _contentKey) with { Recipients = [KekInfo([1], wrapped)], Ciphertext = [9, 9, 9] };
        HashSet<string> seen = [(await RecipientKindsTests.OpenAsync(altered.Encode(), key)).Observable];
        foreach (byte[] bad in new byte[][] { [], wrapped[..32], [.. wrapped, .. wrapped], [.. wrapped.Reverse()], AesKeyWrap.Wrap(secret, _contentKey.AsSpan(0, 16)) })
        {
            seen.Add((await OpenAsync(KekInfo([1], bad), key)).Observable);
        }

        Assert.StartsWith("EnvelopeException|DecryptionFailed|", Assert.Single(seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatNamesASecretTwiceOrNoneOfItIsRefused()
    {
        using Password password = new("x");
        using Password second = new("y");
        using KeyEncryptionKey key = new([1], new byte[32]);
        using KeyEncryptionKey shortKey = new([1], new byte[16]);
        byte[] forPassword = MadePassword.Recipient(10, WrapWithPassword("x", 10));
        byte[] forKey = KekInfo([1], AesKeyWrap.Wrap(new byte[32], _contentKey));

        Assert.Equal(CpsErrorCode.Refused, (await RecipientKindsTests.OpenAsync(Envelope(forPassword, forPassword), password)).Code);
        Assert.Equal(CpsErrorCode.Refused, (await RecipientKindsTests.OpenAsync(Envelope(forKey, forKey), key)).Code);
        Assert.Equal(CpsErrorCode.Unsupported, (await OpenAsync(forKey, shortKey)).Code);
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(forPassword, password, second));
        await Assert.ThrowsAsync<ArgumentException>(
            () => RecipientKindsTests.SealAsync([], ContentEncryption.Aes256Gcm, new PasswordRecipient(password), new PasswordRecipient(second)));
        await Assert.ThrowsAsync<EnvelopeException>(() => RecipientKindsTests.SealAsync([], ContentEncryption.Aes256Gcm, new KeyEncryptionKeyRecipient(shortKey)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PasswordRecipient(password) { Iterations = 599_999 });
    }

    [Fact]
    public async Task ASecretThatWasWipedIsNotUsed()
    {
        KeyEncryptionKey key = new([1], new byte[32]);
        Password password = new("x");
        key.Dispose();
        password.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => OpenAsync(KekInfo([1], new byte[40]), key));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => OpenAsync(MadePassword.Recipient(10, new byte[48]), password));
        Assert.DoesNotContain("00", key.ToString(), StringComparison.Ordinal);
        Assert.Equal("password", password.ToString());
    }

    private byte[] WrapWithPassword(string password, int iterations) => MadePassword.Wrap(password, iterations, _contentKey);

    private static byte[] KekInfo(byte[] identifier, byte[] wrapped)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
        {
            writer.WriteInteger(4);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(identifier);
            }

            AlgorithmIdentifier.WithoutParameters(RecipientOids.Aes256Wrap).Write(writer);
            writer.WriteOctetString(wrapped);
        }

        return writer.Encode();
    }

    private byte[] Envelope(params byte[][] recipients) => (MadeEnvelope.Gcm([1, 2, 3], contentKey: _contentKey) with { Recipients = recipients }).Encode();

    private Task<Outcome> OpenAsync(byte[] recipient, params IRecipientKey[] keys) => RecipientKindsTests.OpenAsync(Envelope(recipient), keys);
}
