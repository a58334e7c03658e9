using System.Diagnostics;
using System.Globalization;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// Thousands of damaged messages of every kind: whatever they are, reading them ends in an answer or in a <see cref="CpsException"/>,
/// soon. A failure says which seed makes it again: set CPS_SMIME_SEED to it. CPS_SMIME_FUZZ_SECONDS makes it last longer.
/// </summary>
public sealed class MutationTests
{
    public static TheoryData<string> Kinds() => ["GCM", "CBC", "GCM with attributes", "DER CBC", "other recipients", "opaque", "detached", "PSS", "key identifier", "no signer", "P-521", "X25519", "ML-KEM-768", "shared key", "password", "ChaCha20", "CCM", "compressed", "digested", "encrypted"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ADamagedMessageNeverBreaksItsReader(string kind)
    {
        byte[] message = await MessageAsync(kind);
        using KeyEncryptionKey shared = new([1], new byte[32]);
        using Password password = new("x");
        IRecipientKey[] keys = [new CountingKey(People.RecipientKey), KeyPeople.P521, KeyPeople.X25519, KeyPeople.MLKem768, shared, password];
        await Anything.ReadAsync(new MemoryStream(message), keys);

        int seed = int.TryParse(Environment.GetEnvironmentVariable("CPS_SMIME_SEED"), CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        double seconds = double.TryParse(Environment.GetEnvironmentVariable("CPS_SMIME_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out double longer) ? longer : 0.4;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Stopwatch clock = Stopwatch.StartNew();
        for (int i = seed; clock.Elapsed.TotalSeconds < seconds; i = unchecked(i + 1))
        {
            byte[] mutant = Mutate(message, new Random(i));
            Stopwatch one = Stopwatch.StartNew();
            try
            {
                await Anything.ReadAsync(new MemoryStream(mutant), keys);
            }
            catch (CpsException)
            {
                // What is expected of a damaged message.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {i}, {kind}: {e}\n{Convert.ToHexString(mutant)}");
            }

            Assert.True(one.Elapsed < TimeSpan.FromSeconds(10), $"seed {i}, {kind}: took {one.Elapsed}\n{Convert.ToHexString(mutant)}");
        }
    }

    private static async Task<byte[]> MessageAsync(string kind)
    {
        byte[] contentKey = new byte[32];
        byte[] content = Messages.Content(200);
        byte[] attributes = MadeSigner.SortedSet([MadeSigner.ContentType()]);
        MadeSignature signature = new();
        return kind switch
        {
            "GCM" => await Messages.SealAsync(content, ContentEncryption.Aes256Gcm),
            "CBC" => await Messages.SealAsync(content, ContentEncryption.Aes128Cbc, KeyTransportAlgorithm.RsaPkcs1),
            "GCM with attributes" => MadeEnvelope.Gcm(content, attributes).Encode(),
            "DER CBC" => MadeEnvelope.Cbc(content).Encode(),
            "other recipients" => (MadeEnvelope.Gcm(content, contentKey: contentKey) with
            {
                Recipients = [MadeRecipient.OfKind(1), MadeRecipient.OfKind(4), MadeRecipient.KeyTransport(People.Recipient.Certificate, contentKey, byKeyIdentifier: true)],
            }).Encode(),
            "opaque" => await Messages.SignAsync(content),
            "detached" => await SignedDataWriter.SignDetachedAsync(new MemoryStream(signature.Content), People.SignerKey),
            "PSS" => await Messages.SignAsync(content, new SigningOptions { Algorithm = SignatureAlgorithm.RsaPssSha512, IncludeIntermediates = false }),
            "key identifier" => (signature with { Signer = new MadeSigner { ByKeyIdentifier = true } }).Encode(),
            "no signer" => (signature with { Signers = [], Detached = true }).Encode(),
            "password" => (MadeEnvelope.Gcm(content, contentKey: contentKey) with { Recipients = [MadePassword.Recipient(3, MadePassword.Wrap("x", 3, contentKey))] }).Encode(),
            "ChaCha20" => MadeEnvelope.ChaCha(content, attributes).Encode(),
            "CCM" => MadeEnvelope.Ccm(content, attributes).Encode(),
            "compressed" => await Layers.WriteAsync(Layer(CmsContentType.CompressedData), content),
            "digested" => await Layers.WriteAsync(Layer(CmsContentType.DigestedData), content),
            "encrypted" => await Layers.WriteAsync(Layer(CmsContentType.EncryptedData), content),
            "shared key" => await RecipientKindsTests.SealAsync(content, ContentEncryption.Aes256Gcm, new KeyEncryptionKeyRecipient(new KeyEncryptionKey([1], new byte[32]))),
            _ => await RecipientKindsTests.SealAsync(content, ContentEncryption.Aes256Gcm, EnvelopeRecipient.For(KeyPeople.Of(kind).Certificate, KeyTransportAlgorithm.RsaPkcs1)),
        };
    }

    private static Layer Layer(CmsContentType type) => new(type, default, [], ByKeyIdentifier: false, DeriveKey: false, Piece: 100, Seed: 0);

    private static byte[] Mutate(byte[] message, Random random)
    {
        List<byte> bytes = [.. message];
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            int position = random.Next(bytes.Count);
            int count = Math.Min(random.Next(1, 20), bytes.Count - position);
            switch (random.Next(8))
            {
                case 0:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 2:
                    byte[] odd = [0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0x88, 0x89, 0xFF, 0x30, 0x31, 0x24, 0x04, 0xA0, 0x06, 0x1F, 0x20];
                    bytes[position] = odd[random.Next(odd.Length)];
                    break;
                case 3:
                    bytes.RemoveRange(position, count);
                    break;
                case 4:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(position, count));
                    break;
                case 5:
                    byte[] inserted = new byte[count];
                    random.NextBytes(inserted);
                    bytes.InsertRange(position, inserted);
                    break;
                case 6:
                    bytes.RemoveRange(position, bytes.Count - position);
                    break;
                default:
                    // A length that grows or shrinks by a little.
                    bytes[position] = unchecked((byte)(bytes[position] + random.Next(-2, 3)));
                    break;
            }
        }

        return [.. bytes];
    }
}
