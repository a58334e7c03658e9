using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>
/// A right and a wrong padding cost the same work: the exceptions that the platform throws inside are counted, because one of them takes
/// longer than a success and would tell an attacker which it was.
/// </summary>
public sealed class DecryptionBalanceTests : IDisposable
{
    [ThreadStatic]
    private static int t_thrown;

    private readonly EventHandler<FirstChanceExceptionEventArgs> _count = (_, e) => t_thrown += e.Exception is CryptographicException ? 1 : 0;

    public DecryptionBalanceTests() => AppDomain.CurrentDomain.FirstChanceException += _count;

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= _count;

    [Fact]
    public void Right_and_wrong_paddings_throw_equally_often_inside()
    {
        using SoftwareKey key = new(SharedPki.Leaf(), SharedPki.Key);
        byte[] right = key.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, new byte[32]);
        int expected = ThrownBy(key, right);

        // None where the platform itself rejects implicitly (OpenSSL 3.2 and later).
        Assert.InRange(expected, 0, 1);
        Random random = new(20260302);
        for (int i = 0; i < 50; i++)
        {
            byte[] wrong = (byte[])right.Clone();
            wrong[random.Next(1, wrong.Length)] ^= (byte)random.Next(1, 256);
            Assert.Equal(expected, ThrownBy(key, wrong));
            Assert.Equal(expected, ThrownBy(key, right));
        }
    }

    [Fact]
    public void Without_the_balance_the_exceptions_would_tell()
    {
        byte[] right = SharedPki.Key.Encrypt(new byte[32], RSAEncryptionPadding.Pkcs1);
        byte[] wrong = (byte[])right.Clone();
        wrong[100] ^= 1;
        byte[] recovered = new byte[256];
        t_thrown = 0;
        bool succeeded = DecryptionBalance.TryDecrypt(SharedPki.Key, wrong, RSAEncryptionPadding.Pkcs1, recovered, out _);
        Assert.Equal(succeeded ? 0 : 1, t_thrown);
        Assert.True(DecryptionBalance.TryDecrypt(SharedPki.Key, right, RSAEncryptionPadding.Pkcs1, recovered, out int length));
        Assert.Equal((32, succeeded ? 0 : 1), (length, t_thrown));
    }

    [Fact]
    public void The_answer_is_that_of_the_key_and_not_of_the_balance()
    {
        byte[] message = RandomNumberGenerator.GetBytes(24);
        byte[] recovered = new byte[256];
        byte[] right = SharedPki.Key.Encrypt(message, RSAEncryptionPadding.Pkcs1);
        Parallel.For(0, 40, _ =>
        {
            byte[] own = new byte[256];
            Assert.True(DecryptionBalance.Shared.TryDecrypt(SharedPki.Key, right, own, out int ownLength));
            Assert.Equal(message, own[..ownLength]);
        });
        Assert.False(DecryptionBalance.Shared.TryDecrypt(SharedPki.Key, right.AsSpan(1), recovered, out int length));
        Assert.Equal(0, length);
    }

    private static int ThrownBy(SoftwareKey key, byte[] encrypted)
    {
        t_thrown = 0;
        Assert.Equal(32, key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, encrypted, 32).AsTask().GetAwaiter().GetResult().Length);
        return t_thrown;
    }
}
