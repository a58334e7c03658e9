using Cps.Smime.Certificates;

namespace Cps.Smime.Interop.Tests;

/// <summary>Messages that other people's software made long ago.</summary>
public sealed class CorpusMailTests
{
    [Fact]
    public async Task ThunderbirdsMessageOf2013IsIntactButOfAWeakDigest()
    {
        using OpenedLetter letter = await OpenAsync(SharedFiles.Require("corpora", "mimekit-smime", "thunderbird-signed.txt"));

        // SHA-1, so that an untrusted verdict is all it can get; that nothing else is wrong shows that the content was read to the byte.
        Assert.Equal((Verdict.Untrusted, VerdictReason.WeakAlgorithm), (letter.Report.Verdict, Assert.Single(letter.Report.Reasons)));
        Assert.Equal(["text/plain", "image/jpeg"], letter.Parts.Select(p => p.MediaType));
        Assert.Equal("signed.jpg", letter.Parts[1].FileName);
        Assert.Equal([0xFF, 0xD8, 0xFF], letter.Parts[1].ReadAllBytes()[..3]);
        Assert.Equal("fejj@gnome.org", letter.Report.From);
    }

    [Fact]
    public async Task TheCertificationPathMessageOfTheNistSuiteIsIntactButUntrusted()
    {
        using OpenedLetter letter = await OpenAsync(SharedFiles.Require("corpora", "openssl-tests", "smime-eml", "SignedInvalidMappingFromanyPolicyTest7.eml"));

        Assert.Equal(Verdict.Untrusted, letter.Report.Verdict);
        Assert.Equal([VerdictReason.CertificateBreaksRules, VerdictReason.NoTrustedAuthority], letter.Report.Reasons);
        Assert.True(Assert.Single(letter.Report.Signers).IsIntact);
    }

    private static async Task<OpenedLetter> OpenAsync(string path)
    {
        await using FileStream input = File.OpenRead(path);
        return await new SecureMailbox(new SecureMailboxOptions { Anchors = InteropPki.Authorities.Anchors }).OpenAsync(input, Array.Empty<IDecryptionKey>());
    }
}
