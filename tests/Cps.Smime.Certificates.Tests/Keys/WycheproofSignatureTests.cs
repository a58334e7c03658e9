using System.Text.Json;

namespace Cps.Smime.Certificates.Tests.Keys;

/// <summary>The vectors that Project Wycheproof made to find faults in verifiers.</summary>
public sealed class WycheproofSignatureTests
{
    [Theory]
    [InlineData("rsa_pss_2048_sha256_mgf1_32_test.json", 108)]
    [InlineData("rsa_pss_2048_sha256_mgf1_32_params_test.json", 108)]
    [InlineData("rsa_pss_misc_params_test.json", 150)]
    public void RsassaPssOfAnyParametersIsVerifiedAsItShouldBe(string file, int expected)
    {
        int count = 0;
        foreach (JsonElement group in Groups(file))
        {
            // The platform has no SHA-224 and no truncated SHA-512; the library does not verify what uses them.
            SignatureAlgorithm? algorithm = Digest(group, "sha") is { } digest && Digest(group, "mgfSha") is { } mask
                ? SignatureAlgorithm.RsaPss(digest, mask, group.GetProperty("sLen").GetInt32())
                : null;
            CertificatePublicKey key = new(Hex(group, "publicKeyDer"));
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                bool valid = algorithm is not null && key.Verify(algorithm, Hex(test, "msg"), Hex(test, "sig"));
                bool right = test.GetProperty("result").GetString() == "valid" && algorithm is not null;
                Assert.True(valid == right, $"{file} {test.GetProperty("tcId")} {test.GetProperty("comment")}");
                count++;
            }
        }

        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("ed25519_test.json", "1.3.101.112", 151)]
    [InlineData("mldsa_44_verify_test.json", "2.16.840.1.101.3.4.3.17", 180)]
    [InlineData("mldsa_65_verify_test.json", "2.16.840.1.101.3.4.3.18", 210)]
    public void SignaturesOverTheDataItselfAreVerifiedAsTheyShouldBe(string file, string oid, int expected)
    {
        SignatureAlgorithm algorithm = SignatureAlgorithmReader.Read(AlgorithmIdentifier.WithoutParameters(oid))!;
        int count = 0;
        foreach (JsonElement group in Groups(file))
        {
            count += group.GetProperty("tests").GetArrayLength();
            if (!group.TryGetProperty("publicKeyDer", out JsonElement der) || der.ValueKind == JsonValueKind.Null)
            {
                // Keys of the wrong length, which cannot even be written as a SubjectPublicKeyInfo.
                continue;
            }

            CertificatePublicKey key = new(Hex(group, "publicKeyDer"));
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                // CMS signs without a context (RFC 9882 section 3.1), so a signature with one is wrong.
                bool withContext = test.TryGetProperty("ctx", out JsonElement context) && context.GetString() != "";
                bool right = test.GetProperty("result").GetString() == "valid" && !withContext;
                Assert.True(right == key.Verify(algorithm, Hex(test, "msg"), Hex(test, "sig")), $"{file} {test.GetProperty("tcId")} {test.GetProperty("comment")}");
            }
        }

        Assert.Equal(expected, count);
    }

    private static JsonElement.ArrayEnumerator Groups(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("corpora", "wycheproof", file))).RootElement.GetProperty("testGroups").EnumerateArray();

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    private static System.Security.Cryptography.HashAlgorithmName? Digest(JsonElement group, string name) => group.GetProperty(name).GetString() switch
    {
        "SHA-1" => System.Security.Cryptography.HashAlgorithmName.SHA1,
        "SHA-256" => System.Security.Cryptography.HashAlgorithmName.SHA256,
        "SHA-384" => System.Security.Cryptography.HashAlgorithmName.SHA384,
        "SHA-512" => System.Security.Cryptography.HashAlgorithmName.SHA512,
        _ => null,
    };
}
