using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary>OpenSSL opens what the tool seals, and the tool opens what OpenSSL made.</summary>
public sealed class OpenSslTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("interoperable")]
    [InlineData("modern")]
    public void OpenSsl_decrypts_and_verifies_a_sealed_letter(string policy)
    {
        string letter = Practice.SealInto(_folder, "--policy", policy, "--text", _folder.Write("texte.txt", "Bonjour"));

        Run("cms", "-decrypt", "-in", letter, "-recip", Practice.File("recipient.pem"), "-inkey", Practice.File("recipient.pem"), "-out", _folder.File("inside.eml"));
        Run("cms", "-verify", "-in", _folder.File("inside.eml"), "-CAfile", Practice.Anchors, "-purpose", "smimesign", "-out", _folder.File("content.txt"));

        Assert.Contains("Bonjour", File.ReadAllText(_folder.File("content.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-aes-256-cbc", false, "enveloped multipartSigned")]
    [InlineData("-aes-256-gcm", false, "authEnveloped multipartSigned")]
    [InlineData("-aes-128-cbc", true, "enveloped opaqueSigned")]
    [InlineData("-aes-128-gcm", true, "authEnveloped opaqueSigned")]
    public void A_letter_of_OpenSsl_opens_as_valid(string cipher, bool opaque, string layers)
    {
        string letter = MakeLetter(cipher, opaque);

        JsonElement opened = Tool.Run(Practice.Open(letter, "--out", _folder.File("out"), "--json")).Succeeded().Json();

        Assert.Equal("valid", opened.Text("verdict"));
        Assert.Equal(layers, string.Join(' ', opened.GetProperty("layers").EnumerateArray().Select(l => l.Text("type"))));
        Assert.Equal("Bonjour de loin\r\n", File.ReadAllText(Path.Combine(_folder.File("out"), opened.GetProperty("parts")[0].Text("file")!)));
    }

    [Fact]
    public void A_letter_that_is_only_encrypted_is_opened_and_not_valid()
    {
        string plain = _folder.Write("plain.txt", "Content-Type: text/plain\r\n\r\nPersonne\r\n");
        Run("cms", "-encrypt", "-binary", "-aes-256-cbc", "-in", plain, "-from", Practice.Secretary, "-to", Practice.Correspondent, "-subject", "x", "-out", _folder.File("e.eml"), Practice.File("recipient.pem"));

        ProgramResult opened = Tool.Run(Practice.Open(_folder.File("e.eml"), "--json")).FailedWith(10, "nobody signed it");

        Assert.Equal(("notSigned", "noSigner"), (opened.Json().Text("verdict"), opened.Json().Texts("reasons").Single()));
    }

    [Theory]
    [InlineData("DER")]
    [InlineData("PEM")]
    public void A_bare_envelope_is_inspected_without_a_key(string form)
    {
        Run("cms", "-encrypt", "-aes-256-cbc", "-in", _folder.Write("plain.txt", "rien"), "-outform", form, "-out", _folder.File("e.p7m"), Practice.File("recipient.pem"));

        JsonElement found = Tool.Run("inspect", _folder.File("e.p7m"), "--json").Succeeded().Json();

        Assert.Equal("cms", found.Text("kind"));
        JsonElement layer = found.GetProperty("layers").EnumerateArray().Single();
        Assert.Equal(("enveloped", "AES-256-CBC"), (layer.Text("type"), layer.Text("algorithm")));
        Assert.Equal(Practice.Recipient.Certificate.SerialNumberText, layer.GetProperty("recipients").EnumerateArray().Single().Text("serialNumber"));
    }

    [Theory]
    [InlineData(true, "opaqueSigned", "intact")]
    [InlineData(false, "detachedSigned", "notChecked")]
    public void A_bare_signature_is_inspected(bool opaque, string type, string integrity)
    {
        string[] nodetach = opaque ? ["-nodetach"] : [];
        Run(["cms", "-sign", "-binary", "-in", _folder.Write("plain.txt", "rien"), "-signer", Practice.File("secretary.pem"), .. nodetach, "-outform", "DER", "-out", _folder.File("s.p7s")]);

        JsonElement layer = Tool.Run("inspect", _folder.File("s.p7s"), "--json").Succeeded().Json().GetProperty("layers").EnumerateArray().Single();

        Assert.Equal(type, layer.Text("type"));
        JsonElement signer = layer.GetProperty("signers").EnumerateArray().Single();
        Assert.Equal((integrity, "SECRETARIAT"), (signer.Text("integrity"), signer.GetProperty("certificate").Text("name")));
    }

    private string MakeLetter(string cipher, bool opaque)
    {
        string plain = _folder.Write("plain.txt", "Content-Type: text/plain\r\n\r\nBonjour de loin\r\n");
        string[] nodetach = opaque ? ["-nodetach"] : [];
        Run(["cms", "-sign", "-binary", "-crlfeol", "-in", plain, "-signer", Practice.File("secretary.pem"), "-certfile", Practice.File("chain.pem"), .. nodetach, "-out", _folder.File("signed.eml")]);
        Run("cms", "-encrypt", "-binary", cipher, "-in", _folder.File("signed.eml"), "-from", Practice.Secretary, "-to", Practice.Correspondent, "-subject", "Essai", "-out", _folder.File("e.eml"),
            Practice.File("recipient.pem"));
        return _folder.File("e.eml");
    }

    private void Run(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments).Succeeded();
}
