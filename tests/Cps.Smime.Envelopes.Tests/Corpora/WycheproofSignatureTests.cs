using System.Text.Json;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests.Corpora;

/// <summary>Vectors of Project Wycheproof for the signatures of messages, through the public keys of certificates.</summary>
public sealed class WycheproofSignatureTests
{
    [Theory]
    [InlineData("ecdsa_secp256r1_sha256_test.json", 484)]
    [InlineData("ecdsa_secp384r1_sha384_test.json", 504)]
    [InlineData("ecdsa_secp521r1_sha512_test.json", 542)]
    [InlineData("rsa_signature_2048_sha256_test.json", 259)]
    [InlineData("rsa_signature_2048_sha512_test.json", 259)]
    [InlineData("rsa_signature_3072_sha384_test.json", 259)]
    public void ASignatureIsTakenExactlyWhenItIsValid(string file, int expected)
    {
        int count = 0;
        int valid = 0;
        foreach (JsonElement group in Groups(file))
        {
            SignatureAlgorithm algorithm = (file.StartsWith("ecdsa", StringComparison.Ordinal), group.GetProperty("sha").GetString()) switch
            {
                (true, "SHA-256") => SignatureAlgorithm.EcdsaSha256,
                (true, "SHA-384") => SignatureAlgorithm.EcdsaSha384,
                (true, _) => SignatureAlgorithm.EcdsaSha512,
                (false, "SHA-256") => SignatureAlgorithm.RsaPkcs1Sha256,
                (false, "SHA-384") => SignatureAlgorithm.RsaPkcs1Sha384,
                _ => SignatureAlgorithm.RsaPkcs1Sha512,
            };
            CertificatePublicKey key = KeyPeople.Certify(Hex(group, "publicKeyDer"), KeyUsages.DigitalSignature).PublicKey;
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                count++;
                if (HasSmallExponent(group))
                {
                    // Refused by the key alone, whatever the signature is.
                    Assert.Equal(CpsErrorCode.Refused, Assert.Throws<CertificateException>(() => key.Verify(algorithm, Hex(test, "msg"), Hex(test, "sig"))).Code);
                    continue;
                }

                bool taken = key.Verify(algorithm, Hex(test, "msg"), Hex(test, "sig"));
                string result = test.GetProperty("result").GetString()!;
                bool missingZero = test.GetProperty("flags").EnumerateArray().Any(f => f.GetString() == "MissingZero");

                // "acceptable": a DigestInfo without its NULL, which RFC 8017 section 9.2 allows to take or to refuse. MissingZero: the platform
                // reads the numbers of an ECDSA signature without a sign, so that one encoding more of the same signature is taken.
                Assert.True(result == "acceptable" || taken == (result == "valid" || missingZero), $"{file} {test.GetProperty("tcId")} {test.GetProperty("comment")}: {taken}");
                valid += taken ? 1 : 0;
            }
        }

        Assert.Equal(expected, count);
        Assert.True(valid > 5, $"{valid} valid");
    }

    private static bool HasSmallExponent(JsonElement group) =>
        group.TryGetProperty("publicKey", out JsonElement key) && key.TryGetProperty("publicExponent", out JsonElement exponent)
        && Convert.ToInt64(exponent.GetString(), 16) < 65_537;

    private static JsonElement.ArrayEnumerator Groups(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("corpora", "wycheproof", file))).RootElement.GetProperty("testGroups").EnumerateArray();

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
