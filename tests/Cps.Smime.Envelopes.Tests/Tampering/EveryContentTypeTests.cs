using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Every byte of a message of the content types that are no envelopes, changed: nothing altered is called intact.</summary>
public sealed class EveryContentTypeTests
{
    private static readonly byte[] s_content = Messages.Content(60);

    [Theory]
    [InlineData("opaque")]
    [InlineData("detached")]
    [InlineData("PSS")]
    [InlineData("P-256")]
    [InlineData("Ed25519")]
    public async Task ASignatureIsIntactOverWhatWasSignedOrNotIntact(string kind)
    {
        byte[] message = kind switch
        {
            "opaque" => await Messages.SignAsync(s_content),
            "PSS" => await Messages.SignAsync(s_content, new SigningOptions { Algorithm = SignatureAlgorithm.RsaPssSha256, IncludeIntermediates = false }),
            "P-256" => await SignedDataWriter.SignDetachedAsync(new MemoryStream(s_content), Layers.Signers[2]),
            "Ed25519" => await SignedDataWriter.SignDetachedAsync(new MemoryStream(s_content), Layers.Signers[5]),
            _ => await SignedDataWriter.SignDetachedAsync(new MemoryStream(s_content), People.SignerKey),
        };
        int intact = 0;
        for (int i = 0; i < message.Length; i++)
        {
            byte[] altered = [.. message];
            altered[i] ^= (byte)(1 << (i % 8));
            intact += await IsIntactAsync(altered) ? 1 : 0;
        }

        // Unsigned parts of the message: certificates beside the signer's, versions, forms of BER.
        Assert.InRange(intact, 0, message.Length * 3 / 4);
        Assert.True(await IsIntactAsync(message));
    }

    [Fact]
    public async Task ADigestIsIntactOverWhatWasDigestedOrNotIntact()
    {
        byte[] message = await Layers.WriteAsync(new Layer(CmsContentType.DigestedData, default, [], ByKeyIdentifier: false, DeriveKey: false, Piece: 100, Seed: 0), s_content);
        int intact = 0;
        for (int i = 0; i < message.Length * 8; i++)
        {
            byte[] altered = [.. message];
            altered[i / 8] ^= (byte)(1 << (i % 8));
            try
            {
                using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(altered));
                using DigestedData digested = await reader.ReadDigestedAsync();
                byte[] content = await Messages.BytesOfAsync(digested.Content);
                Assert.True(!digested.IsIntact || s_content.AsSpan().SequenceEqual(content), $"bit {i}");
                intact += digested.IsIntact ? 1 : 0;
            }
            catch (EnvelopeException)
            {
                // The other good end.
            }
        }

        Assert.InRange(intact, 0, 80);
    }

    private static async Task<bool> IsIntactAsync(byte[] message)
    {
        try
        {
            using SignedData signed = await Messages.ReadSignedAsync(message);
            using ContentDigests digests = new(signed.DigestAlgorithms);
            digests.Append(s_content);
            IReadOnlyList<SignerReport> reports = signed.IsDetached ? signed.VerifyDetached(digests) : signed.Verify();
            bool intact = reports.Count > 0 && reports.All(r => r.IsIntact);
            if (intact && signed.Content is { } content)
            {
                Assert.Equal(s_content, await Messages.BytesOfAsync(content));
            }

            return intact;
        }
        catch (EnvelopeException)
        {
            return false;
        }
    }
}
