using System.Formats.Asn1;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>KEMRecipientInfo with ML-KEM (RFC 9629, RFC 9936), judged by the example of the RFC, and what is refused or fails.</summary>
public sealed class KemTests
{
    // RFC 9936 appendix C.1: AuthEnvelopedData with AES-128-GCM for the key of appendix C.2, whose seed is the octets 00 to 3F.
    private const string Example = """
        MIID4gYLKoZIhvcNAQkQARegggPRMIIDzQIBADGCA3ikggN0BgsqhkiG9w0BCRANAzCCA2MCAQCAFFmXiMN67UAO5AXRsqM2arF9gkpRMAsGCWCGSAFlAwQEAQSCAwA+
        pA/GygkOLIr3bicnqzjgZS2VFZhv4YaCf+hOWW5CG4X9RZzHiZc3LJ3jHRkbOcHVo+tt21aq3t52XMOQ/bvC+IyxdWgdQgG4HM38sk/vE68vWhq8+NivOE8CoBCm6Rnx
        mHpemxwOLT8H9YqfpTnOhswUmRChaSwMpM4Ozk7u0uZpnLl2MyRS3koutcph97CBMww0eY73EqJOWcM86h8fnm1PvzdDo4RnQwARM29i2HB5K4Zr780dGzZb7RlSZz06
        Wwwgs4a079HPY/03a9R8zEasTdjsZrBHxMlaz/HP0CikGbAC/aG2F8umHS6Rz+j/+8uP/U1fatixWMIZ423FFAXcDAsjSXmsZY5yvd8bZ3O5ayrj5NB76GBIBAwBZ0Nv
        qDnnUpsAzJq1Wi8l22PMn1V1lOaRwR5VPUo+vHYPXxnl/hRIOLTH0VkdqbXUZ0lP2crFLMVQQGA5nb23IpjrmkwBewB4b9x9nXqletu4thw03h4oiyq3KBcdzhQ80WlT
        +YTBrtVZ5WuqDOZY0yzOQvRAdQTNelea0O+bdxNeqjm2+To6LlmXgH8GNhyD9OZ/jj+c9oMWARUU9dhaGBzq1xTNSUDk66wB1mUo2jL4nOoEKOjrytz4qhiMn2LoWxlX
        ZVt/4rjXlzt6cia2bZO/eyMvPc9lPIS07PGpkg2xlJrXULVGpVUqIOVJCXGbjAwHBW/LfldK0qMuyVAB3ehEgb530DntW/dCYuzzmB8bANM2apwuBhxH4kGgYcYklWDS
        uERqSAw4woupidn2itxLuvKiC0fkkjEoxyNC1Zf9olneC4PCBW1rd+eZsxkySqULHWWcKlYCm3RTxfO6UkPZ+nSdkXxA2dEB5FO8ixDkKnwIkyPAJveD4QC5+m5wFEJN
        pvo3kryVfughnQFrdz8o/tzJYqSFq6/+wCMoGXHimqaJg57P0mGekih80jDbJqJQfMUA6xx6UpO1/pF64pvxrTUBJPijEWNSFLQR259n07hb1xUBhTfqRbQfQbTGYFEw
        DQYLKoZIhvcNAQkQAxwCARAwCwYJYIZIAWUDBAEFBBjAUOQ5L5wU3QrCIgID8xfXAflPndknePUwOgYJKoZIhvcNAQcBMB4GCWCGSAFlAwQBBjARBAxcpXRouBvwO42n
        GGwCARCADZTIaJqZ0sOOGS+muggEEFzxeGxXx0ArVPyTwwpKRTM=
        """;

    private static readonly byte[] s_exampleSeed = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    [Fact]
    public async Task TheExampleOfRfc9936Opens()
    {
        using MLKemKey key = KeyPeople.NewMLKem(RecipientOids.MLKem512, s_exampleSeed);
        Assert.Equal("599788C37AED400EE405D1B2A3366AB17D824A51", Convert.ToHexString(key.Certificate.SubjectKeyIdentifier!.Value.Span));

        Outcome outcome = await Outcome.OfOpeningAsync(Convert.FromBase64String(Example), key);

        Assert.Equal("Hello, world!", Encoding.ASCII.GetString(outcome.Content));
        Assert.Equal(key.Certificate, outcome.Report!.Recipient);
    }

    [Fact]
    public async Task AnyAlteredByteOfTheExamplesRecipientFailsOrIsRefusedAndNeverOpens()
    {
        using MLKemKey key = KeyPeople.NewMLKem(RecipientOids.MLKem512, s_exampleSeed);
        byte[] good = Convert.FromBase64String(Example);
        for (int i = 28; i < 920; i += 7)
        {
            byte[] altered = [.. good];
            altered[i] ^= 0x10;
            Assert.NotNull((await Outcome.OfOpeningAsync(altered, key)).Error);
        }
    }

    [Fact]
    public void APrivateKeyIsReadAsSeedAsExpandedKeyOrAsBoth()
    {
        // The PrivateKeyInfo of RFC 9936 appendix C.2.
        byte[] seedOnly = Convert.FromBase64String("MFQCAQAwCwYJYIZIAWUDBAQBBEKAQAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=");
        Certificate certificate = KeyPeople.NewMLKem(RecipientOids.MLKem512, s_exampleSeed).Certificate;
        byte[] expanded = Org.BouncyCastle.Crypto.Parameters.MLKemPrivateKeyParameters.FromSeed(
            Org.BouncyCastle.Crypto.Parameters.MLKemParameters.ml_kem_512, s_exampleSeed).GetEncoded();
        foreach (byte[] pkcs8 in new[] { seedOnly, Pkcs8(w => w.WriteOctetString(expanded)), Pkcs8(w => WriteBoth(w, expanded)) })
        {
            using MLKemKey key = MLKemKey.FromPkcs8(certificate, pkcs8);
            Assert.True(key.SupportsKem(RecipientOids.MLKem512));
            Assert.False(key.SupportsKem(RecipientOids.MLKem768));
        }

        Assert.Equal(CpsErrorCode.KeyUnusable, Assert.Throws<CertificateException>(() => MLKemKey.FromPkcs8(KeyPeople.MLKem512.Certificate, seedOnly)).Code);
        Assert.Equal(CpsErrorCode.KeyUnreadable, Assert.Throws<CertificateException>(() => MLKemKey.FromPkcs8(KeyPeople.MLKem768.Certificate, Pkcs8(w => w.WriteOctetString([1])))).Code);
        Assert.Equal(CpsErrorCode.KeyUnreadable, Assert.Throws<CertificateException>(() => MLKemKey.FromPkcs8(certificate, new byte[] { 0x30, 0x00 })).Code);
    }

    [Fact]
    public async Task ACiphertextOfAnotherLengthIsUnsupportedBeforeTheKeyIsAsked()
    {
        byte[] message = await RecipientKindsTests.SealAsync([1], ContentEncryption.Aes256Gcm, new KemRecipient(KeyPeople.MLKem768.Certificate));
        int at = message.AsSpan().IndexOf(new byte[] { 0x04, 0x82, 0x04, 0x40 });

        // 1,088 octets become 1,087, and the octet that is left over becomes part of the next element.
        message[at + 3]--;

        Outcome outcome = await Outcome.OfOpeningAsync(message, KeyPeople.MLKem768);
        Assert.True(outcome.Code is CpsErrorCode.NoKeyForMessage or CpsErrorCode.Unsupported, $"{outcome.Code}");
    }

    [Fact]
    public async Task APublicKeyOutsideTheFieldIsUnusable()
    {
        // FIPS 203 section 7.2, modulus check: coefficients of 4095.
        Certificate certificate = KeyPeople.Certify(KeyPeople.PublicKeyInfo(RecipientOids.MLKem768, [.. Enumerable.Repeat((byte)0xFF, 1184)]), KeyUsages.KeyEncipherment);

        EnvelopeException error = await Assert.ThrowsAsync<EnvelopeException>(() => RecipientKindsTests.SealAsync([1], ContentEncryption.Aes256Gcm, new KemRecipient(certificate)));
        Assert.Equal(CpsErrorCode.KeyUnusable, error.Code);
    }

    [Theory]
    [InlineData("hkdf-with-sha256")]
    [InlineData("ukm")]
    [InlineData("auth")]
    public async Task MessagesOfAnEarlierDraftAreListedWithTheirMechanism(string name)
    {
        string file = name == "hkdf-with-sha256" ? "1.3.6.1.4.1.22554.5.6.1_ML-KEM-512-ipd_kemri_id-alg-hkdf-with-sha256.der" : $"1.3.6.1.4.1.22554.5.6.1_ML-KEM-512-ipd_kemri_{name}.der";
        await using FileStream input = File.OpenRead(SharedFiles.Require("corpora", "rustcrypto-cms", file));
        using CmsReader reader = await CmsReader.OpenAsync(input, cancellationToken: TestContext.Current.CancellationToken);
        EnvelopeReader envelope = await reader.ReadEnvelopeAsync(TestContext.Current.CancellationToken);

        KemRecipientInfo info = Assert.IsType<KemRecipientInfo>(Assert.Single(envelope.Recipients));
        Assert.Equal("1.3.6.1.4.1.22554.5.6.1", info.Mechanism.Oid);
        Assert.Equal(768, info.Ciphertext.Length);
        Assert.Equal(32, info.KeyEncryptionKeyLength);
        Assert.Equal(name == "ukm" ? "This is some User Keying Material" : null, info.UserKeyingMaterial is { } material ? Encoding.ASCII.GetString(material.Span).Trim() : null);
        Assert.Equal(CpsErrorCode.NoKeyForMessage, (await Assert.ThrowsAsync<EnvelopeException>(() => envelope.DecryptAsync([KeyPeople.MLKem512], TestContext.Current.CancellationToken))).Code);
    }

    private static byte[] Pkcs8(Action<AsnWriter> write)
    {
        AsnWriter key = new(AsnEncodingRules.DER);
        write(key);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            AlgorithmIdentifier.WithoutParameters(RecipientOids.MLKem512).Write(writer);
            writer.WriteOctetString(key.Encode());
        }

        return writer.Encode();
    }

    private static void WriteBoth(AsnWriter writer, byte[] expanded)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(s_exampleSeed);
            writer.WriteOctetString(expanded);
        }
    }
}
