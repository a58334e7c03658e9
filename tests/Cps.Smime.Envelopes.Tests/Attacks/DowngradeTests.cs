using Cps.Smime.Fuzz;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>What a correspondent announces can only make a message stronger: an announcement of weak ciphers offers nothing.</summary>
public sealed class DowngradeTests
{
    [Theory]
    [InlineData("1.2.840.113549.3.2", 40)]
    [InlineData("1.2.840.113549.3.7", null)]
    [InlineData("1.3.14.3.2.7", null)]
    public void CapabilitiesOfOldCiphersOfferNoneThatIsWritten(string oid, int? bits)
    {
        byte[] capabilities = Der.Sequence(Der.Sequence(Der.Oid(oid), bits is { } length ? Der.Integer(length) : []));

        Assert.Null(SmimeCapabilities.TryRead(capabilities)!.BestGcm);
    }

    [Fact]
    public void NoCipherOfOldMailCanBeAskedFor() => Assert.Equal(
        [ContentEncryption.Aes256Gcm, ContentEncryption.Aes128Gcm, ContentEncryption.Aes256Cbc, ContentEncryption.Aes128Cbc, ContentEncryption.Aes192Gcm, ContentEncryption.Aes192Cbc, ContentEncryption.ChaCha20Poly1305],
        Enum.GetValues<ContentEncryption>().Where(IsWritten));

    private static bool IsWritten(ContentEncryption encryption)
    {
        try
        {
            return ContentEncryptionInfo.Of(encryption).IsWritten;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
