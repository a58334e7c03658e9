using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates.Tests;

/// <summary>
/// Certificates that are kept parsed from one message to the next: the same object for the same bytes, nobody in it without a valid path,
/// never a judgement, and never more than it may hold.
/// </summary>
public sealed class KnownCertificatesTests
{
    private static readonly CertificatePathValidator s_validator = new(SharedPki.Authorities.Anchors);

    [Fact]
    public void After_a_valid_path_the_same_bytes_give_the_same_object()
    {
        byte[] encoded = SharedPki.Leaf().Encoded.ToArray();
        Certificate first = Certificate.FromDer(encoded);
        Assert.NotSame(first, Certificate.FromDer(encoded));

        Assert.True(s_validator.Validate(first, [SharedPki.Authorities.Mail.Certificate], SharedPki.Now, PathPurpose.MailSignature).IsValid);

        Assert.Same(first, Certificate.FromDer(encoded));
        encoded[^1] ^= 1;
        Certificate altered = Certificate.FromDer(encoded);
        Assert.NotEqual(first, altered);
        Assert.Contains(PathProblem.BadSignature, s_validator.Validate(altered, [SharedPki.Authorities.Mail.Certificate], SharedPki.Now, PathPurpose.MailSignature).Problems);
    }

    [Fact]
    public void A_stranger_is_never_kept()
    {
        byte[] stranger = SharedPki.Root("INCONNUE").Issue(SharedPki.Name("X"), [], SharedPki.Options).Certificate.Encoded.ToArray();
        Certificate first = Certificate.FromDer(stranger);

        Assert.False(s_validator.Validate(first, [first], SharedPki.Now, PathPurpose.MailSignature).IsValid);

        Assert.NotSame(first, Certificate.FromDer(stranger));
    }

    [Fact]
    public void A_known_certificate_is_judged_anew_each_time()
    {
        Certificate leaf = SharedPki.Leaf();
        Certificate[] given = [SharedPki.Authorities.Mail.Certificate];
        Assert.True(s_validator.Validate(leaf, given, SharedPki.Now, PathPurpose.MailSignature).IsValid);

        Assert.Contains(PathProblem.Expired, s_validator.Validate(leaf, given, leaf.NotAfter.AddSeconds(1), PathPurpose.MailSignature).Problems);
        Assert.Equal([PathProblem.NoAnchor], new CertificatePathValidator(TrustAnchors.None).Validate(leaf, given, SharedPki.Now, PathPurpose.MailSignature).Problems);
        Assert.True(s_validator.Validate(leaf, given, SharedPki.Now, PathPurpose.MailSignature).IsValid);
    }

    [Fact]
    public void A_signature_that_was_right_for_one_key_is_not_right_for_another()
    {
        Certificate leaf = SharedPki.Leaf();
        CertificatePublicKey issuer = SharedPki.Authorities.Mail.Certificate.PublicKey;
        using RSA other = RSA.Create(2048);
        CertificatePublicKey lookalike = SharedPki.Root("AUTRE", new TestCertificateOptions { Key = other }).Certificate.PublicKey;
        for (int i = 0; i < 2; i++)
        {
            Assert.False(leaf.IsSignedBy(lookalike, SignatureAlgorithm.RsaPkcs1Sha256));
            Assert.True(leaf.IsSignedBy(issuer, SignatureAlgorithm.RsaPkcs1Sha256));
            Assert.True(leaf.IsSignedBy(Certificate.FromDer(SharedPki.Authorities.Mail.Certificate.Encoded.Span).PublicKey, SignatureAlgorithm.RsaPkcs1Sha256));
        }
    }

    [Fact]
    public void No_more_are_kept_than_the_limit_and_those_in_use_stay()
    {
        KnownCertificates known = new(maximumCount: 20);
        Certificate[] many = [.. Numbered(100)];
        known.Remember(many[0]);
        foreach (Certificate certificate in many)
        {
            known.Remember(certificate);
            Assert.InRange(known.Count, 1, 20);
            Assert.Same(many[0], known.Find(many[0].Encoded.Span));
            Assert.Same(certificate, known.Find(certificate.Encoded.Span));
        }

        Assert.Null(known.Find(many[50].Encoded.Span));
        Assert.Null(known.Find([]));
    }

    [Fact]
    public void No_more_bytes_are_kept_than_the_limit_and_no_large_certificate()
    {
        Certificate[] many = [.. Numbered(100)];
        int length = many[0].Encoded.Length;
        KnownCertificates known = new(maximumCount: 1000, maximumBytes: 20 * length);
        foreach (Certificate certificate in many)
        {
            known.Remember(certificate);
            Assert.InRange(known.Count, 1, 20);
        }

        Certificate large = SharedPki.Leaf(SharedPki.Options with
        {
            Extensions = [SharedPki.Extension("1.2.3.4", new byte[KnownCertificates.MaximumCertificateLength])],
        });
        known.Remember(large);
        Assert.Null(known.Find(large.Encoded.Span));
    }

    [Fact]
    public void Ten_thousand_certificates_with_their_keys_leave_nothing_behind_beyond_the_limit()
    {
        KnownCertificates known = new();
        List<WeakReference<Certificate>> seen = [];
        Churn(known, seen, 2_000);
        Collect();
        long before = Environment.WorkingSet;

        Churn(known, seen, 10_000);
        Collect();

        Assert.InRange(known.Count, 1, 512);
        Assert.InRange(seen.Count(s => s.TryGetTarget(out _)), 1, 512);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100_000_000);
    }

    [Fact]
    public void Many_threads_share_it()
    {
        KnownCertificates known = new(maximumCount: 16);
        Certificate[] many = [.. Numbered(64)];
        Parallel.For(0, 20_000, i =>
        {
            Certificate certificate = many[i * 7 % many.Length];
            known.Remember(certificate);
            if (known.Find(certificate.Encoded.Span) is { } found)
            {
                Assert.Same(certificate, found);
            }
        });
        Assert.InRange(known.Count, 1, 16);
    }

    // In a method of its own, so that no local variable keeps a certificate alive.
    private static void Churn(KnownCertificates known, List<WeakReference<Certificate>> seen, int count)
    {
        foreach (Certificate certificate in Numbered(count, seen.Count))
        {
            Assert.Equal(2048, certificate.PublicKey.KeySize);
            known.Remember(certificate);
            seen.Add(new WeakReference<Certificate>(certificate));
        }
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    // One certificate with another number in its modulus each time: another key, and a signature that nobody looks at here.
    private static IEnumerable<Certificate> Numbered(int count, int first = 0)
    {
        byte[] encoded = SharedPki.Leaf().Encoded.ToArray();
        int modulus = encoded.AsSpan().IndexOf(SharedPki.Key.ExportParameters(includePrivateParameters: false).Modulus);
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(modulus + 100), first + i);
            BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(encoded.Length - 4), first + i);
            yield return Certificate.FromDer(encoded);
        }
    }
}
