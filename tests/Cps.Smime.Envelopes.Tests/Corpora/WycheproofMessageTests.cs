using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text.Json;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests.Corpora;

/// <summary>Vectors of Project Wycheproof put into whole messages, which are then read as any message is.</summary>
public sealed class WycheproofMessageTests
{
    private static readonly Asn1Tag s_explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_implicit0 = new(TagClass.ContextSpecific, 0);

    /// <summary>AES-CBC with the padding of PKCS#7, as EncryptedData.</summary>
    [Theory]
    [InlineData("aes_cbc_pkcs5_test.json", 216)]
    public async Task EncryptedDataOfEachVectorOpensExactlyWhenItIsValid(string file, int expected)
    {
        int count = 0;
        foreach ((JsonElement test, _) in Tests(file))
        {
            byte[] key = Hex(test, "key");
            using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(EncryptedData(Cbc(key.Length), Hex(test, "iv"), Hex(test, "ct"))));
            EncryptedDataReader encrypted = await reader.ReadEncryptedAsync();
            byte[]? content = null;
            try
            {
                using ContentSpool spool = await encrypted.DecryptAsync(key);
                content = await Messages.BytesOfAsync(spool);
            }
            catch (EnvelopeException e)
            {
                Assert.Equal(CpsErrorCode.DecryptionFailed, e.Code);
            }

            AssertOutcome(test, content);
            count++;
        }

        Assert.Equal(expected, count);
    }

    /// <summary>
    /// AES-GCM as AuthEnvelopedData for a shared key. Messages have no additional data but their attributes, so that vectors with other data
    /// have no message; those with nonces and tags of other lengths are refused before any key.
    /// </summary>
    [Theory]
    [InlineData("aes_gcm_test.json", 316)]
    public async Task AuthEnvelopedDataOfEachVectorOpensExactlyWhenItIsValid(string file, int expected)
    {
        int count = 0;
        int opened = 0;
        int refused = 0;
        foreach ((JsonElement test, _) in Tests(file))
        {
            count++;
            if (Hex(test, "aad").Length > 0)
            {
                continue;
            }

            byte[] key = Hex(test, "key");
            byte[] nonce = Hex(test, "iv");
            byte[] tag = Hex(test, "tag");
            KeyEncryptionKey shared = new("vector"u8, SHA256.HashData(key));
            AsnWriter recipient = new(AsnEncodingRules.DER);
            new KeyEncryptionKeyRecipient(shared).Write(recipient, key);
            MadeEnvelope made = MadeEnvelope.Gcm([]) with
            {
                Algorithm = key.Length switch { 16 => CmsOids.Aes128Gcm, 24 => CmsOids.Aes192Gcm, _ => CmsOids.Aes256Gcm },
                Parameters = MadeEnvelope.GcmParameters(nonce, tag.Length),
                Recipients = [recipient.Encode()],
                Ciphertext = Hex(test, "ct"),
                Mac = tag,
            };
            Outcome outcome = await Outcome.OfOpeningAsync(new MemoryStream(made.Encode()), [shared]);
            if (nonce.Length != 12 || tag.Length != 16)
            {
                Assert.Equal(CpsErrorCode.Refused, outcome.Code);
                refused++;
                continue;
            }

            Assert.True(outcome.Error is null or { Code: CpsErrorCode.DecryptionFailed }, test.ToString());
            AssertOutcome(test, outcome.Error is null ? outcome.Content : null);
            opened += outcome.Error is null ? 1 : 0;
        }

        Assert.Equal(expected, count);
        Assert.True(opened > 60 && refused > 10, $"{opened} opened, {refused} refused");
    }

    /// <summary>PBKDF2 with HMAC-SHA-256 as a message for a password is made, by the parameters that such a message carries.</summary>
    [Fact]
    public void PasswordsAreDerivedAsTheVectorsSay()
    {
        int count = 0;
        foreach ((JsonElement test, _) in Tests("pbkdf2_hmacsha256_test.json"))
        {
            byte[] octets = Hex(test, "password");
            string text = System.Text.Encoding.UTF8.GetString(octets);
            if (octets.Length == 0 || !System.Text.Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(octets))
            {
                // A password of a message is text (RFC 3211 section 2.3).
                continue;
            }

            using Password password = new(text);
            Pbkdf2Parameters parameters = new(Hex(test, "salt"), test.GetProperty("iterationCount").GetInt32(), null, HashAlgorithmName.SHA256);
            byte[] key = password.Derive(parameters, test.GetProperty("dkLen").GetInt32());
            Assert.True(Hex(test, "dk").AsSpan().SequenceEqual(key), test.ToString());
            count++;
        }

        Assert.True(count > 20, $"{count} passwords");
    }

    /// <summary>A bad padding gives a key that looks like any other, and a right one gives the key.</summary>
    [Theory]
    [InlineData("rsa_pkcs1_2048_test.json", 67)]
    [InlineData("rsa_pkcs1_3072_test.json", 67)]
    public async Task KeysOfPkcs1AreRecoveredExactlyWhenTheyAreValid(string file, int expected)
    {
        int count = 0;
        foreach (IGrouping<string, (JsonElement Test, JsonElement Group)> group in Tests(file).GroupBy(t => t.Group.GetProperty("privateKeyPkcs8").GetString()!))
        {
            using RSA rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(Convert.FromHexString(group.Key), out _);
            using SoftwareKey key = new(KeyPeople.Certify(rsa.ExportSubjectPublicKeyInfo(), KeyUsages.KeyEncipherment), rsa);
            foreach ((JsonElement test, _) in group)
            {
                count++;
                byte[] message = Hex(test, "msg");
                int length = message.Length == 0 ? 16 : message.Length;
                byte[] recovered = await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaPkcs1, Hex(test, "ct"), length);
                Assert.Equal(length, recovered.Length);
                if (test.GetProperty("result").GetString() == "valid" && message.Length > 0)
                {
                    Assert.Equal(message, recovered);
                }
                else if (message.Length > 3)
                {
                    Assert.NotEqual(message, recovered);
                }
            }
        }

        Assert.Equal(expected, count);
    }

    private static byte[] EncryptedData(string algorithm, byte[] iv, byte[] ciphertext)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.EncryptedData);
            using (writer.PushSequence(s_explicit0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(CmsOids.Data);
                    new AlgorithmIdentifier(algorithm, MadeEnvelope.OctetString(iv)).Write(writer);
                    writer.WriteOctetString(ciphertext, s_implicit0);
                }
            }
        }

        return writer.Encode();
    }

    private static string Cbc(int keyLength) => keyLength switch { 16 => CmsOids.Aes128Cbc, 24 => CmsOids.Aes192Cbc, _ => CmsOids.Aes256Cbc };

    private static void AssertOutcome(JsonElement test, byte[]? content)
    {
        bool valid = test.GetProperty("result").GetString() == "valid";
        Assert.True(valid ? content is not null && content.AsSpan().SequenceEqual(Hex(test, "msg")) : content is null, test.ToString());
    }

    private static List<(JsonElement Test, JsonElement Group)> Tests(string file)
    {
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.Require("corpora", "wycheproof", file))).RootElement;
        return [.. root.GetProperty("testGroups").EnumerateArray().SelectMany(g => g.GetProperty("tests").EnumerateArray().Select(t => (t, g)))];
    }

    private static byte[] Hex(JsonElement test, string name) => test.TryGetProperty(name, out JsonElement value) ? Convert.FromHexString(value.GetString()!) : [];
}
