using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>What a key in memory promises beside signing and opening: it belongs to its certificate, and is safe to share.</summary>
public sealed class SoftwareKeyTests
{
    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        using RSA other = RSA.Create(2048);
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => new SoftwareKey(SharedPki.Leaf(), other)).Code);
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => new SoftwareKey(SharedPki.Leaf(), curve)).Code);
    }

    [Fact]
    public void A_key_without_its_private_half_is_refused()
    {
        using RSA half = RSA.Create(SharedPki.Key.ExportParameters(includePrivateParameters: false));
        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => new SoftwareKey(SharedPki.Leaf(), half)).Code);
    }

    [Fact]
    public async Task A_weak_or_foreign_algorithm_is_not_signed_with()
    {
        using SoftwareKey key = new(SharedPki.Leaf(), SharedPki.Key);
        Assert.DoesNotContain(SignatureAlgorithm.RsaPkcs1Sha1, key.SignatureAlgorithms);
        Assert.Equal(SignatureAlgorithm.RsaPkcs1Sha256, key.SignatureAlgorithms[0]);
        foreach (SignatureAlgorithm algorithm in new[] { SignatureAlgorithm.RsaPkcs1Sha1, SignatureAlgorithm.EcdsaSha256 })
        {
            CertificateException error = await Assert.ThrowsAsync<CertificateException>(async () => await key.SignAsync(algorithm, new byte[1]));
            Assert.Equal(CpsErrorCode.KeyUnusable, error.Code);
        }
    }

    [Fact]
    public async Task The_key_outlives_the_object_it_was_taken_from_and_not_its_own_disposal()
    {
        SoftwareKey key;
        using (RSA source = RSA.Create(SharedPki.Key.ExportParameters(includePrivateParameters: true)))
        {
            key = new SoftwareKey(SharedPki.Leaf(), source);
        }

        Assert.Equal(256, (await key.SignAsync(SignatureAlgorithm.RsaPssSha256, "x"u8.ToArray())).Length);
        key.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPssSha256, "x"u8.ToArray()));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, new byte[256], 16));
    }

    [Fact]
    public async Task One_key_serves_many_threads()
    {
        using SoftwareKey key = new(SharedPki.Leaf(), SharedPki.Key);
        byte[] contentKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] wrapped = key.Certificate.PublicKey.EncryptKey(KeyTransportAlgorithm.RsaPkcs1, contentKey);
        await Parallel.ForAsync(0, 64, async (i, cancel) =>
        {
            byte[] data = [(byte)i];
            byte[] signature = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, data, cancel);
            Assert.True(key.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPkcs1Sha256, data, signature));
            Assert.Equal(contentKey, await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, wrapped, 32, cancel));
        });
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        using SoftwareKey key = new(SharedPki.Leaf(), SharedPki.Key);
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, new byte[1], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, new byte[256], 16, cancelled));
    }
}
