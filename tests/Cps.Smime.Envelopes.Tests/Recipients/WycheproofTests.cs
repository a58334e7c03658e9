using System.Security.Cryptography;
using System.Text.Json;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Vectors of Project Wycheproof, through the seams where messages meet them.</summary>
public sealed class WycheproofTests
{
    [Fact]
    public void AesKeyWrapTakesWhatIsValidAndNothingElse()
    {
        int valid = 0;
        int invalid = 0;
        foreach ((JsonElement test, _) in Tests("aes_wrap_test.json"))
        {
            byte[] key = Hex(test, "key");
            byte[] message = Hex(test, "msg");
            bool expected = test.GetProperty("result").GetString() == "valid" && message.Length >= 16;
            bool unwrapped = AesKeyWrap.TryUnwrap(key, Hex(test, "ct"), out byte[] recovered);
            Assert.True(expected == unwrapped, test.ToString());
            if (expected)
            {
                Assert.Equal(message, recovered);
                Assert.Equal(Hex(test, "ct"), AesKeyWrap.Wrap(key, message));
                valid++;
            }
            else
            {
                invalid++;
            }
        }

        Assert.True(valid > 30 && invalid > 60, $"{valid} valid, {invalid} invalid");
    }

    [Theory]
    [InlineData("ecdh_secp256r1_test.json", RecipientOids.P256)]
    [InlineData("ecdh_secp384r1_test.json", RecipientOids.P384)]
    [InlineData("ecdh_secp521r1_test.json", RecipientOids.P521)]
    public async Task KeyAgreementTakesPointsOfTheCurveAndNothingElse(string file, string curve)
    {
        int agreed = 0;
        int refused = 0;
        foreach ((JsonElement test, _) in Tests(file).Where(t => t.Test.GetProperty("public").GetString()!.Length > 0))
        {
            string result = test.GetProperty("result").GetString()!;
            using SoftwareKey key = EllipticCurveKey(curve, Hex(test, "private"));
            byte[]? secret = null;
            try
            {
                CertificatePublicKeyParts parts = CertificatePublicKeyParts.Read(Hex(test, "public"));
                AgreementCurve agreement = AgreementCurve.Of(key.Certificate.PublicKey)!;
                if (agreement.Accepts(parts.Algorithm))
                {
                    secret = await key.AgreeAsync(agreement.Check(parts.Key), TestContext.Current.CancellationToken);
                }
            }
            catch (Exception e) when (e is System.Formats.Asn1.AsnContentException or EnvelopeException)
            {
                secret = null;
            }

            if (secret is null)
            {
                Assert.True(result != "valid", test.ToString());
                refused++;
            }
            else
            {
                Assert.True(result != "invalid", test.ToString());
                Assert.Equal(Hex(test, "shared"), secret);
                agreed++;
            }
        }

        Assert.True(agreed > 200 && refused > 20, $"{agreed} agreed, {refused} refused");
    }

    [Fact]
    public async Task X25519AgreesAsTheVectorsSay()
    {
        int agreed = 0;
        int zero = 0;
        foreach ((JsonElement test, _) in Tests("x25519_asn_test.json"))
        {
            CertificatePublicKeyParts parts;
            byte[] privateKey;
            try
            {
                parts = CertificatePublicKeyParts.Read(Hex(test, "public"));
                privateKey = Hex(test, "private")[^32..];
            }
            catch (System.Formats.Asn1.AsnContentException)
            {
                Assert.NotEqual("valid", test.GetProperty("result").GetString());
                continue;
            }

            if (parts.Algorithm.Oid != RecipientOids.X25519 || parts.Key.Length != 32)
            {
                Assert.NotEqual("valid", test.GetProperty("result").GetString());
                continue;
            }

            using X25519Key key = KeyPeople.NewX25519(privateKey);
            byte[] secret = await key.AgreeAsync(parts.Key, TestContext.Current.CancellationToken);
            Assert.Equal(Hex(test, "shared"), secret);
            _ = secret.All(b => b == 0) ? zero++ : agreed++;
        }

        Assert.True(agreed > 400 && zero > 10, $"{agreed} agreed, {zero} zero");
    }

    [Theory]
    [InlineData("rsa_oaep_2048_sha256_mgf1sha1_test.json")]
    [InlineData("rsa_oaep_2048_sha256_mgf1sha256_test.json")]
    [InlineData("rsa_oaep_2048_sha1_mgf1sha1_test.json")]
    [InlineData("rsa_oaep_misc_test.json")]
    public async Task OaepWithAnyDigestsAndLabelRecoversWhatIsValidAndSubstitutesTheRest(string file)
    {
        int valid = 0;
        int invalid = 0;
        foreach (IGrouping<string, (JsonElement Test, JsonElement Group)> group in Tests(file).GroupBy(t => t.Group.GetProperty("privateKeyPkcs8").GetString()!))
        {
            using RSA rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(Convert.FromHexString(group.Key), out _);
            using SoftwareKey key = new(KeyPeople.Certify(rsa.ExportSubjectPublicKeyInfo(), KeyUsages.KeyEncipherment), rsa);
            foreach ((JsonElement test, JsonElement parameters) in group)
            {
                string digest = parameters.GetProperty("sha").GetString()!.Replace("-", "", StringComparison.Ordinal);
                string mask = parameters.GetProperty("mgfSha").GetString()!.Replace("-", "", StringComparison.Ordinal);
                byte[] message = Hex(test, "msg");
                if (digest is not ("SHA1" or "SHA256" or "SHA384" or "SHA512") || mask is not ("SHA1" or "SHA256" or "SHA384" or "SHA512") || message.Length == 0)
                {
                    continue;
                }

                KeyTransportAlgorithm algorithm = new(new HashAlgorithmName(digest), new HashAlgorithmName(mask)) { Label = Hex(test, "label") };
                byte[] recovered = await key.UnwrapKeyAsync(algorithm, Hex(test, "ct"), message.Length, TestContext.Current.CancellationToken);
                if (test.GetProperty("result").GetString() == "invalid")
                {
                    // Short messages could be guessed; these are not that short.
                    Assert.True(message.Length < 4 || !recovered.AsSpan().SequenceEqual(message), test.ToString());
                    invalid++;
                }
                else
                {
                    Assert.Equal(message, recovered);
                    valid++;
                }
            }
        }

        Assert.True(valid > 5, $"{valid} valid, {invalid} invalid");
    }

    [Fact]
    public void MLKem768DecapsulatesAsTheVectorsSay()
    {
        MLKemParameterSet set = MLKemParameterSet.Find(RecipientOids.MLKem768)!;
        int decapsulated = 0;
        foreach ((JsonElement test, _) in Tests("mlkem_768_test.json").Where(t => t.Test.TryGetProperty("seed", out _) && t.Test.TryGetProperty("K", out _)))
        {
            byte[] seed = Hex(test, "seed");
            byte[] ciphertext = Hex(test, "c");
            if (seed.Length != 64 || ciphertext.Length != set.CiphertextLength)
            {
                Assert.Equal("invalid", test.GetProperty("result").GetString());
                continue;
            }

            (Func<byte[], byte[]> decapsulate, byte[] publicKey, _) = set.Import(seed);
            Assert.Equal(Hex(test, "ek"), publicKey);
            Assert.Equal(Hex(test, "K"), decapsulate(ciphertext));
            decapsulated++;
        }

        Assert.True(decapsulated > 20, $"{decapsulated}");
    }

    private static List<(JsonElement Test, JsonElement Group)> Tests(string file)
    {
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("corpora", "wycheproof", file))).RootElement;
        return [.. root.GetProperty("testGroups").EnumerateArray().SelectMany(g => g.GetProperty("tests").EnumerateArray().Select(t => (t, g)))];
    }

    private static byte[] Hex(JsonElement test, string name) => test.TryGetProperty(name, out JsonElement value) ? Convert.FromHexString(value.GetString()!) : [];

    private static SoftwareKey EllipticCurveKey(string curve, byte[] privateKey)
    {
        int length = curve switch { RecipientOids.P256 => 32, RecipientOids.P384 => 48, _ => 66 };
        byte[] d = new byte[length];
        ReadOnlySpan<byte> significant = privateKey.AsSpan().TrimStart((byte)0);
        significant.CopyTo(d.AsSpan(length - significant.Length));
        using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve), D = d });
        return new SoftwareKey(s_certificates.GetOrAdd(Convert.ToHexString(d), _ => KeyPeople.Certify(key.ExportSubjectPublicKeyInfo())), key);
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Certificate> s_certificates = new(StringComparer.Ordinal);

    private sealed record CertificatePublicKeyParts(AlgorithmIdentifier Algorithm, byte[] Key)
    {
        public static CertificatePublicKeyParts Read(byte[] subjectPublicKeyInfo)
        {
            System.Formats.Asn1.AsnReader outer = new(subjectPublicKeyInfo, System.Formats.Asn1.AsnEncodingRules.BER);
            System.Formats.Asn1.AsnReader reader = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(reader);
            byte[] key = reader.ReadBitString(out _);
            reader.ThrowIfNotEmpty();
            return new CertificatePublicKeyParts(algorithm, key);
        }
    }
}
