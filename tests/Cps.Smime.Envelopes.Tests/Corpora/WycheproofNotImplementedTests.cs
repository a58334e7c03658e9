using System.Text.Json;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests.Corpora;

/// <summary>Vectors of Project Wycheproof for algorithms that are not implemented: they are no reason to fail, and nothing of them is taken.</summary>
public sealed class WycheproofNotImplementedTests
{
    [Theory]
    [InlineData("dsa_2048_256_sha256_test.json", "2.16.840.1.101.3.4.3.2", 366)]
    [InlineData("ed448_test.json", "1.3.101.113", 87)]
    public void ASignatureOfAnotherAlgorithmIsNeverTaken(string file, string oid, int expected)
    {
        Assert.Null(SignatureAlgorithmReader.Read(AlgorithmIdentifier.WithoutParameters(oid)));
        int count = 0;
        foreach (JsonElement group in Groups(file))
        {
            CertificatePublicKey key = KeyPeople.Certify(Hex(group, "publicKeyDer"), KeyUsages.DigitalSignature).PublicKey;
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                foreach (SignatureAlgorithm other in new[] { SignatureAlgorithm.RsaPkcs1Sha256, SignatureAlgorithm.EcdsaSha256, SignatureAlgorithm.Ed25519 })
                {
                    Assert.False(key.Verify(other, Hex(test, "msg"), Hex(test, "sig")));
                }

                count++;
            }
        }

        Assert.Equal(expected, count);
    }

    [Fact]
    public void AKeyWrappedWithPaddingIsNotUnwrapped()
    {
        int count = 0;
        foreach (JsonElement test in Groups("aes_kwp_test.json").SelectMany(g => g.GetProperty("tests").EnumerateArray()))
        {
            // Vectors of this comment are made as RFC 3394 has it: invalid there, and right here.
            bool isPlainWrap = test.GetProperty("comment").GetString() == "RFC 3349 padding";
            Assert.Equal(isPlainWrap, AesKeyWrap.TryUnwrap(Hex(test, "key"), Hex(test, "ct"), out _));
            count++;
        }

        Assert.Equal(254, count);
    }

    [Fact]
    public void NothingIsSealedForAnX448Key()
    {
        JsonElement test = Groups("x448_asn_test.json").First().GetProperty("tests").EnumerateArray().First(t => t.GetProperty("result").GetString() == "valid");
        Certificate certificate = KeyPeople.Certify(Hex(test, "public"));

        EnvelopeException e = Assert.Throws<EnvelopeException>(() => EnvelopeRecipient.For(certificate, KeyTransportAlgorithm.RsaPkcs1));
        Assert.Equal(CpsErrorCode.KeyUnusable, e.Code);
    }

    private static JsonElement.ArrayEnumerator Groups(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("corpora", "wycheproof", file))).RootElement.GetProperty("testGroups").EnumerateArray();

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
