using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary><c>cms inspect</c> shows every content type and every kind of recipient without a key.</summary>
public sealed class CmsInspectTests : IDisposable
{
    private readonly CmsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_kind_of_recipient_is_named()
    {
        string content = _bench.WriteContent(10);
        string password = _bench.Folder.Write("password", "un mot de passe\n");
        CmsBench.Cms(
            "encrypt", "--in", content, "--out", _bench.File("m"), "--form", "pem", "--cipher", "aes-256-cbc", "--message-password", password,
            "--recipient", CmsPeople.Certificate("recipient"), CmsPeople.Certificate("ec"), CmsPeople.Certificate("x25519"), CmsPeople.Certificate("mlkem")).Succeeded();

        JsonElement found = CmsBench.Cms("inspect", "--in", _bench.File("m"), "--json").Succeeded().Json();

        Assert.Equal("form contentType oid innerContentType algorithm isDetached integrity length recipients signers certificates", found.Members());
        Assert.Equal(
            ("pem", "envelopedData", "1.2.840.113549.1.7.3", "1.2.840.113549.1.7.1", "AES-256-CBC"),
            (found.Text("form"), found.Text("contentType"), found.Text("oid"), found.Text("innerContentType"), found.Text("algorithm")));
        JsonElement[] recipients = [.. found.GetProperty("recipients").EnumerateArray()];
        Assert.All(recipients, r => Assert.Equal("kind issuer serialNumber keyIdentifier keyTransport identifier", r.Members()));
        Assert.Equal(
            ["ECDH-HKDF-SHA256, AES-256 wrap", "ECDH-X963-SHA384, AES-256 wrap", "ML-KEM-768", "PBKDF2-SHA256, AES-256", "RSA-OAEP-SHA256"],
            recipients.Select(r => r.Text("keyTransport")!).Order(StringComparer.Ordinal));
        JsonElement agreement = recipients.Single(r => r.Text("keyTransport")!.StartsWith("ECDH-X963", StringComparison.Ordinal));
        string[] serials = [.. recipients.Select(r => r.Text("serialNumber")).OfType<string>()];
        Assert.Equal(4, serials.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal($"{agreement.Text("issuer")}, serial {agreement.Text("serialNumber")}", agreement.Text("identifier"));
        Assert.Equal("password", recipients.Single(r => r.Text("kind") == "password").Text("identifier"));
        Assert.Contains("ML-KEM-768", CmsBench.Cms("inspect", "--in", _bench.File("m")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_inspect_of_mail_names_them_too()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m.p7m"), "--form", "der", "--recipient", CmsPeople.Certificate("ec")).Succeeded();

        JsonElement recipient = Tool.Run("inspect", _bench.File("m.p7m"), "--json").Succeeded().Json().GetProperty("layers")[0].GetProperty("recipients")[0];

        Assert.Equal(("keyAgreement", "ECDH-X963-SHA384, AES-256 wrap"), (recipient.Text("kind"), recipient.Text("keyTransport")));
    }

    [Theory]
    [InlineData("-sign", "signedData")]
    [InlineData("-digest_create", "digestedData")]
    [InlineData("-EncryptedData_encrypt", "encryptedData")]
    [InlineData("-data_create", "data")]
    public void What_OpenSsl_makes_is_described(string command, string type)
    {
        string content = _bench.Folder.Write("content.txt", "Bonjour\r\n");
        string[] more = command switch
        {
            "-sign" => ["-signer", Practice.File("secretary.pem"), "-nodetach"],
            "-EncryptedData_encrypt" => ["-secretkey", "000102030405060708090A0B0C0D0E0F", "-aes-128-cbc"],
            _ => [],
        };
        _bench.OpenSsl(["cms", command, "-binary", "-in", content, "-outform", "DER", "-out", _bench.File("m"), .. more]);

        JsonElement found = CmsBench.Cms("inspect", "--in", _bench.File("m"), "--json").Succeeded().Json();

        Assert.Equal((type, "binary"), (found.Text("contentType"), found.Text("form")));
        switch (type)
        {
            case "signedData":
                Assert.Equal(9, found.GetProperty("length").GetInt32());
                Assert.Equal("intact", found.GetProperty("signers")[0].Text("integrity"));
                Assert.Single(found.GetProperty("certificates").EnumerateArray());
                break;
            case "digestedData":
                Assert.Equal("intact", found.Text("integrity"));
                break;
            case "encryptedData":
                Assert.Equal("AES-128-CBC", found.Text("algorithm"));
                break;
        }
    }

    [Fact]
    public void A_multipart_signed_and_a_signature_alone_are_described()
    {
        string entity = _bench.Folder.Write("entity.txt", "Content-Type: text/plain\r\n\r\nBonjour\r\n");
        CmsBench.Cms("sign", "--detached", "--in", entity, "--out", _bench.File("m.eml"), "--signer", Practice.File("secretary.pem")).Succeeded();
        CmsBench.Cms("sign", "--detached", "--in", entity, "--out", _bench.File("m.p7s"), "--form", "der", "--signer", Practice.File("secretary.pem")).Succeeded();

        JsonElement mail = CmsBench.Cms("inspect", "--in", _bench.File("m.eml"), "--json").Succeeded().Json();
        JsonElement alone = CmsBench.Cms("inspect", "--in", _bench.File("m.p7s"), "--json").Succeeded().Json();

        Assert.Equal(("smime", true, "intact"), (mail.Text("form"), mail.GetProperty("isDetached").GetBoolean(), mail.GetProperty("signers")[0].Text("integrity")));
        Assert.Equal(("binary", true, "notChecked"), (alone.Text("form"), alone.GetProperty("isDetached").GetBoolean(), alone.GetProperty("signers")[0].Text("integrity")));
    }
}
