using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Whatever goes wrong with a message, the exception, its inner exceptions and its stack say nothing of the content and of no key.</summary>
public sealed class SecretsInErrorsTests
{
    private const string Canary = "DUPONT Marie 269054958815780";

    private static readonly byte[] s_content = Encoding.UTF8.GetBytes($"Patiente : {Canary}. {Canary}.");
    private static readonly byte[] s_contentKey = Messages.Content(32);

    [Theory]
    [InlineData("GCM")]
    [InlineData("CBC")]
    [InlineData("password")]
    [InlineData("signed")]
    [InlineData("compressed")]
    public async Task NoErrorOfADamagedMessageNamesItsContentOrItsKey(string kind)
    {
        MadeEnvelope gcm = MadeEnvelope.Gcm(s_content, contentKey: s_contentKey);
        byte[] message = kind switch
        {
            "GCM" => gcm.Encode(),
            "CBC" => MadeEnvelope.Cbc(s_content, s_contentKey).Encode(),
            "password" => (gcm with { Recipients = [MadePassword.Recipient(2, MadePassword.Wrap("sésame-ouvre-toi", 2, s_contentKey))] }).Encode(),
            "signed" => await Messages.SignAsync(s_content, new SigningOptions { IncludeIntermediates = false }),
            _ => await Layers.WriteAsync(new Layer(CmsContentType.CompressedData, default, [], ByKeyIdentifier: false, DeriveKey: false, Piece: 100, Seed: 0), s_content),
        };
        using Password password = new("sésame-ouvre-toi");
        CountingKey key = new(People.RecipientKey);
        HashSet<string> errors = [];

        // A signature is long, and its middle is all of one kind.
        for (int i = 0; i < message.Length; i += kind == "signed" ? 9 : 1)
        {
            foreach (byte[] damaged in new byte[][] { [.. message[..i], (byte)(message[i] ^ 0x41), .. message[(i + 1)..]], message[..i] })
            {
                try
                {
                    await Anything.ReadAsync(new MemoryStream(damaged), key, password);
                }
                catch (CpsException e)
                {
                    errors.Add(e.ToString() + e.ToLine() + string.Join(',', e.Data.Keys.Cast<object>()));
                }
            }
        }

        Assert.True(errors.Count >= 5, $"only {errors.Count} different errors");
        string keyText = Convert.ToHexString(s_contentKey);
        Assert.All(errors, e =>
        {
            foreach (string secret in (string[])[Canary, "DUPONT", "269054958815780", "sésame", keyText, keyText[..16], Convert.ToBase64String(s_contentKey), Convert.ToHexString(s_content)[..24]])
            {
                Assert.DoesNotContain(secret, e, StringComparison.OrdinalIgnoreCase);
            }
        });
    }

    [Fact]
    public void NoKeyShowsItselfAsText()
    {
        using Password password = new("sésame-ouvre-toi");
        using KeyEncryptionKey shared = new("cabinet"u8, s_contentKey);

        Assert.DoesNotContain("sésame", $"{password} {new PasswordRecipient(password)}", StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(s_contentKey)[..16], $"{shared} {new KeyEncryptionKeyRecipient(shared)}", StringComparison.OrdinalIgnoreCase);
    }
}
