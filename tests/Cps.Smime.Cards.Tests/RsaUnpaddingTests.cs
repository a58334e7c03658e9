using System.Security.Cryptography;

namespace Cps.Smime.Cards.Tests;

/// <summary>The paddings that are undone here instead of in the token, with the platform as the judge.</summary>
public sealed class RsaUnpaddingTests
{
    [Fact]
    public void Every_wrong_PKCS1_padding_is_refused_and_the_right_one_is_not()
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        byte[] right = [0, 2, .. Enumerable.Repeat((byte)0x5A, 237), 0, .. key];
        byte[] message = new byte[16];

        Assert.True(RsaUnpadding.TryPkcs1(right, message));
        Assert.Equal(key, message);
        Assert.All(WrongPaddings.Of(key), wrong => Assert.False(RsaUnpadding.TryPkcs1(wrong.Block, message), wrong.Name));
        Assert.False(RsaUnpadding.TryPkcs1(new byte[20], new byte[16]));
    }

    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void OAEP_of_the_platform_is_undone_and_any_changed_bit_is_refused(string name)
    {
        const int Seed = 7;
        HashAlgorithmName digest = new(name);
        using RSA rsa = RSA.Create(2048);
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] block = Raw(rsa, rsa.Encrypt(key, RSAEncryptionPadding.CreateOaep(digest)));
        byte[] message = new byte[32];

        Assert.True(RsaUnpadding.TryOaep(block, digest, digest, message));
        Assert.Equal(key, message);
        Assert.False(RsaUnpadding.TryOaep(block, digest, digest, new byte[31]));
        Random random = new(Seed);
        for (int i = 0; i < 200; i++)
        {
            byte[] changed = [.. block];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));

            // A change in the seed or the data of OAEP scrambles the label hash, so it is seen wherever it was made.
            Assert.False(RsaUnpadding.TryOaep(changed, digest, digest, message), $"seed {Seed}, round {i}");
        }
    }

    private static byte[] Raw(RSA rsa, byte[] encrypted)
    {
        RSAParameters p = rsa.ExportParameters(true);
        byte[] block = System.Numerics.BigInteger.ModPow(Number(encrypted), Number(p.D!), Number(p.Modulus!)).ToByteArray(true, true);
        return [.. new byte[256 - block.Length], .. block];
    }

    private static System.Numerics.BigInteger Number(byte[] bytes) => new(bytes, true, true);
}
