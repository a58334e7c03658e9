using System.Security.Cryptography;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests;

/// <summary>OpenSSL verifies what is signed here, and the other way round.</summary>
public sealed class OpenSslSignatureTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(150_001);

    public OpenSslSignatureTests()
    {
        InteropPki.WriteFiles(_folder);
        _folder.Write("content.bin", _content);
    }

    public static TheoryData<string> Algorithms() => [.. InteropPki.SignerKey.SignatureAlgorithms.Select(a => a.ToString())];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task OpenSslVerifiesADetachedSignatureMadeHere(string algorithm)
    {
        SigningOptions options = new() { Algorithm = InteropPki.SignerKey.SignatureAlgorithms.First(a => a.ToString() == algorithm) };
        byte[] signature = await SignedDataWriter.SignDetachedAsync(new MemoryStream(_content), InteropPki.SignerKey, options, TestContext.Current.CancellationToken);
        _folder.Write("signature.der", signature);

        OpenSsl("cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER", "-in", "signature.der", "-content", "content.bin", "-CAfile", "anchors.pem", "-out", "verified.bin");

        Assert.Equal(_content, File.ReadAllBytes(_folder.File("verified.bin")));
    }

    [Fact]
    public async Task OpenSslVerifiesAnOpaqueSignatureMadeHere()
    {
        using MemoryStream message = new();
        await using (SignedDataStream signed = await SignedDataStream.CreateAsync(message, InteropPki.SignerKey, cancellationToken: TestContext.Current.CancellationToken))
        {
            await signed.WriteAsync(_content, TestContext.Current.CancellationToken);
            await signed.CompleteAsync(TestContext.Current.CancellationToken);
        }

        _folder.Write("message.der", message.ToArray());
        OpenSsl("cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER", "-in", "message.der", "-CAfile", "anchors.pem", "-out", "verified.bin");

        Assert.Equal(_content, File.ReadAllBytes(_folder.File("verified.bin")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-keyid")]
    [InlineData("-md sha384")]
    [InlineData("-md sha512")]
    [InlineData("-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-1")]
    [InlineData("-cades")]
    public async Task ADetachedSignatureByOpenSslVerifiesHere(string options)
    {
        OpenSsl(["cms", "-sign", "-binary", "-outform", "DER", "-in", "content.bin", "-out", "signature.der", "-signer", "signer.pem", .. Split(options)]);
        using SignedData signed = await ReadAsync("signature.der");
        using ContentDigests digests = new(signed.DigestAlgorithms);
        digests.Append(_content);

        SignerReport report = Assert.Single(signed.VerifyDetached(digests));

        Assert.Equal([], report.Problems);
        Assert.Equal(InteropPki.Signer.Certificate, report.Certificate);
        Assert.NotNull(report.ClaimedSigningTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-stream")]
    public async Task AnOpaqueSignatureByOpenSslVerifiesHere(string options)
    {
        OpenSsl(["cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-in", "content.bin", "-out", "message.der", "-signer", "signer.pem", .. Split(options)]);
        using SignedData signed = await ReadAsync("message.der");
        using MemoryStream content = new();
        await signed.Content!.CopyToAsync(content, TestContext.Current.CancellationToken);

        Assert.Equal([], Assert.Single(signed.Verify()).Problems);
        Assert.Equal(_content, content.ToArray());
    }

    [Fact]
    public async Task ASignatureWithoutSignedAttributesIsToldApart()
    {
        OpenSsl("cms", "-sign", "-binary", "-noattr", "-outform", "DER", "-in", "content.bin", "-out", "signature.der", "-signer", "signer.pem");
        using SignedData signed = await ReadAsync("signature.der");
        using ContentDigests digests = new(signed.DigestAlgorithms);
        digests.Append(_content);

        Assert.Equal([SignatureProblem.NoSignedAttributes], Assert.Single(signed.VerifyDetached(digests)).Problems);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<SignedData> ReadAsync(string file)
    {
        await using FileStream input = File.OpenRead(_folder.File(file));
        using CmsReader reader = await CmsReader.OpenAsync(input, cancellationToken: TestContext.Current.CancellationToken);
        SignedDataReader signed = await reader.ReadSignedAsync(TestContext.Current.CancellationToken);
        return await signed.ReadAsync(TestContext.Current.CancellationToken);
    }

    private void OpenSsl(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments, _folder.Path).Succeeded();
}
