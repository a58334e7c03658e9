using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary><c>cms encrypt</c>, <c>decrypt</c> and <c>rewrap</c>, with OpenSSL on the other side.</summary>
public sealed class CmsEncryptTests : IDisposable
{
    private readonly CmsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("smime", "aes-256-gcm", "aes256Gcm")]
    [InlineData("der", "aes-256-gcm", "aes256Gcm")]
    [InlineData("pem", "aes-128-gcm", "aes128Gcm")]
    [InlineData("ber", "aes-192-gcm", "aes192Gcm")]
    [InlineData("der", "aes-256-cbc", "aes256Cbc")]
    [InlineData("smime", "aes-192-cbc", "aes192Cbc")]
    [InlineData("pem", "aes-128-cbc", "aes128Cbc")]
    public void What_is_encrypted_for_RSA_and_a_curve_opens_here_and_with_OpenSsl(string form, string cipher, string name)
    {
        string content = _bench.WriteContent(100_000);
        string message = _bench.File("m");
        JsonElement encrypted = CmsBench.Cms(
            "encrypt", "--in", content, "--out", message, "--form", form, "--cipher", cipher, "--recipient", CmsPeople.Certificate("recipient"), CmsPeople.Certificate("ec"), "--json").Succeeded().Json();

        Assert.Equal("file form contentEncryption recipients", encrypted.Members());
        Assert.Equal((form, name), (encrypted.Text("form"), encrypted.Text("contentEncryption")));
        Assert.Equal(["keyTransport", "keyAgreement"], encrypted.GetProperty("recipients").EnumerateArray().Select(r => r.Text("kind")!));
        _bench.OpenSslDecrypts(message, form, CmsPeople.Key("recipient"), content);
        _bench.OpenSslDecrypts(message, form, CmsPeople.Key("ec"), content);
        if (form is "der" or "pem")
        {
            _bench.OpenSslSeesDer(message, form);
        }

        JsonElement opened = CmsBench.Cms("decrypt", "--in", message, "--out", _bench.File("out"), "--key", CmsPeople.Key("ec"), "--json").Succeeded().Json();
        Assert.Equal("file length contentType contentEncryption isAuthenticated weaknesses openedBy", opened.Members());
        Assert.Equal((name, 100_000, "keyAgreement"), (opened.Text("contentEncryption"), opened.GetProperty("length").GetInt32(), opened.GetProperty("openedBy").Text("kind")));
        Assert.Equal(cipher.EndsWith("gcm", StringComparison.Ordinal), opened.GetProperty("isAuthenticated").GetBoolean());
        _bench.AssertSame(content, _bench.File("out"));
    }

    [Theory]
    [InlineData("x25519", "keyAgreement")]
    [InlineData("mlkem", "other")]
    public void X25519_and_ML_KEM_keys_open_what_was_encrypted_for_them(string who, string kind)
    {
        string content = _bench.WriteContent(1_000);
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--form", "der", "--cipher", "chacha20-poly1305", "--recipient", CmsPeople.Certificate(who)).Succeeded();
        _bench.OpenSslSeesDer(_bench.File("m"));

        JsonElement opened = CmsBench.Cms("decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--key", CmsPeople.Key(who), "--json").Succeeded().Json();

        Assert.Equal(("chaCha20Poly1305", kind), (opened.Text("contentEncryption"), opened.GetProperty("openedBy").Text("kind")));
        _bench.AssertSame(content, _bench.File("out"));
    }

    [Theory]
    [InlineData("pkcs1", null, "rsaEncryption")]
    [InlineData("oaep", null, "rsaesOaep")]
    [InlineData("oaep", "sha512", "sha512")]
    public void The_padding_of_RSA_is_the_one_that_was_asked_for(string padding, string? digest, string seen)
    {
        string content = _bench.WriteContent(10);
        string[] more = digest is null ? [] : ["--digest", digest];
        CmsBench.Cms(["encrypt", "--in", content, "--out", _bench.File("m"), "--form", "der", "--recipient", CmsPeople.Certificate("recipient"), "--rsa-padding", padding, .. more]).Succeeded();

        Assert.Contains(seen, _bench.OpenSsl("asn1parse", "-inform", "DER", "-in", _bench.File("m")), StringComparison.Ordinal);
        _bench.OpenSslDecrypts(_bench.File("m"), "der", CmsPeople.Key("recipient"), content);
    }

    [Fact]
    public void A_password_opens_it_here_and_with_OpenSsl()
    {
        string content = _bench.WriteContent(1_000);
        string password = _bench.Folder.Write("password", "un mot de passe\n");
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--form", "der", "--cipher", "aes-256-cbc", "--message-password", password).Succeeded();

        _bench.OpenSsl("cms", "-decrypt", "-binary", "-inform", "DER", "-in", _bench.File("m"), "-pwri_password", "un mot de passe", "-out", _bench.File("decrypted"));
        _bench.AssertSame(content, _bench.File("decrypted"));
        ProgramResult opened = CmsBench.Cms("decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--message-password", password).Succeeded();
        Assert.StartsWith("Decrypted with the key of a password (aes256Cbc).\nCBC does not prove that the content is whole", opened.Output, StringComparison.Ordinal);
        _bench.AssertSame(content, _bench.File("out"));
    }

    [Theory]
    [InlineData("DER", "-aes-256-gcm")]
    [InlineData("PEM", "-aes-256-cbc")]
    [InlineData("SMIME", "-aes-128-gcm")]
    public void What_OpenSsl_encrypts_is_decrypted(string form, string cipher)
    {
        string content = _bench.WriteContent(100_000);
        _bench.OpenSsl("cms", "-encrypt", "-binary", "-stream", cipher, "-in", content, "-outform", form, "-out", _bench.File("m"), CmsPeople.Certificate("recipient"));

        CmsBench.Cms("decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--key", Practice.File("recipient.p12"), "--password-file", Practice.File("password.txt")).Succeeded();

        _bench.AssertSame(content, _bench.File("out"));
    }

    [Fact]
    public void Old_ciphers_are_read_only_when_allowed_and_are_named()
    {
        string content = _bench.WriteContent(1_000);
        _bench.OpenSsl("cms", "-encrypt", "-binary", "-des3", "-in", content, "-outform", "DER", "-out", _bench.File("m"), CmsPeople.Certificate("recipient"));
        string[] decrypt = ["decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--key", CmsPeople.Key("recipient")];

        CmsBench.Cms(decrypt).FailedWith(30, "DES-EDE3-CBC");
        Assert.False(File.Exists(_bench.File("out")));
        Assert.Contains("Weak: tripleDes\n", CmsBench.Cms([.. decrypt, "--legacy"]).Succeeded().Output, StringComparison.Ordinal);
        _bench.AssertSame(content, _bench.File("out"));
        Assert.Equal(["tripleDes"], CmsBench.Cms([.. decrypt, "--legacy", "--json"]).Succeeded().Json().Texts("weaknesses"));
    }

    [Theory]
    [InlineData("aes-256-gcm")]
    [InlineData("aes-256-cbc")]
    public void An_altered_message_gives_nothing(string cipher)
    {
        string content = _bench.WriteContent(100_000);
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--form", "der", "--cipher", cipher, "--recipient", CmsPeople.Certificate("recipient")).Succeeded();
        byte[] message = File.ReadAllBytes(_bench.File("m"));

        // The tag of GCM; the last byte of CBC, which becomes its padding.
        message[^1] ^= 1;
        string altered = _bench.Folder.Write("altered", message);

        ProgramResult result = CmsBench.Cms("decrypt", "--in", altered, "--out", "-", "--key", CmsPeople.Key("recipient")).FailedWith(30, "cannot be decrypted");
        Assert.Equal("", result.Output);
        CmsBench.Cms("decrypt", "--in", altered, "--out", _bench.File("out"), "--key", CmsPeople.Key("recipient")).FailedWith(30, "cannot be decrypted");
        Assert.Equal(["altered", "content.bin", "m"], _bench.Files());
    }

    [Fact]
    public void Somebody_elses_message_ends_with_20()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--recipient", CmsPeople.Certificate("recipient")).Succeeded();

        JsonElement failure = CmsBench.Cms("decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--key", Practice.File("second.pem"), CmsPeople.Key("mlkem"), "--json").FailedWith(20).Json();

        Assert.Equal("error exitStatus", failure.Members());
        Assert.Equal(("noKeyForMessage", 20), (failure.GetProperty("error").Text("code"), failure.GetProperty("exitStatus").GetInt32()));
        Assert.Equal(["content.bin", "m"], _bench.Files());
    }

    [Fact]
    public void A_key_file_that_is_damaged_or_holds_another_key_is_named()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--recipient", CmsPeople.Certificate("x25519")).Succeeded();
        string key = File.ReadAllText(CmsPeople.Key("x25519"));
        string other = _bench.Folder.Write("other.pem", key[..key.IndexOf("-----BEGIN CERTIFICATE", StringComparison.Ordinal)] + File.ReadAllText(CmsPeople.Certificate("ec")));
        string damaged = _bench.Folder.Write("damaged.pem", key.Replace("-----BEGIN CERTIFICATE-----\nMI", "-----BEGIN CERTIFICATE-----\nAA", StringComparison.Ordinal));

        CmsBench.Cms("decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--key", other).FailedWith(30, other);
        CmsBench.Cms("decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--key", damaged).FailedWith(30, damaged);
        Assert.False(File.Exists(_bench.File("out")));
    }

    [Fact]
    public void With_anchors_a_certificate_that_is_not_good_for_encrypting_ends_with_50()
    {
        string content = _bench.WriteContent(10);
        string[] encrypt = ["encrypt", "--in", content, "--out", _bench.File("m"), "--trust", Practice.Anchors, "--recipient"];
        CmsBench.Cms([.. encrypt, CmsPeople.Certificate("recipient"), CmsPeople.Certificate("ec")]).Succeeded();
        File.Delete(_bench.File("m"));
        CmsBench.Cms([.. encrypt, Practice.File("card.pem")]).FailedWith(50, "WrongUsage");
        CmsBench.Cms([.. encrypt, CmsPeople.Certificate("recipient"), "--at", "2001-01-01"]).FailedWith(50, "NotYetValid");
        Assert.Equal(["content.bin"], _bench.Files());
    }

    [Theory]
    [InlineData("der", "aes-256-cbc")]
    [InlineData("smime", "aes-256-gcm")]
    [InlineData("pem", "aes-128-gcm")]
    public void Recipients_come_and_go_and_the_content_stays_as_it_is(string form, string cipher)
    {
        string content = _bench.WriteContent(100_000);
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--cipher", cipher, "--recipient", CmsPeople.Certificate("recipient"), CmsPeople.Certificate("x25519")).Succeeded();

        JsonElement changed = CmsBench.Cms(
            "rewrap", "--in", _bench.File("m"), "--out", _bench.File("r"), "--form", form, "--key", CmsPeople.Key("recipient"),
            "--recipient", CmsPeople.Certificate("ec"), CmsPeople.Certificate("mlkem"), "--remove", CmsPeople.Certificate("recipient"), "--json").Succeeded().Json();

        Assert.Equal("file form contentEncryption isAuthenticated openedBy added removed", changed.Members());
        Assert.Equal((2, 1), (changed.GetProperty("added").GetArrayLength(), changed.GetProperty("removed").GetArrayLength()));
        _bench.OpenSslDecrypts(_bench.File("r"), form, CmsPeople.Key("ec"), content);
        foreach (string who in (string[])["ec", "x25519", "mlkem"])
        {
            CmsBench.Cms("decrypt", "--in", _bench.File("r"), "--out", _bench.File("out"), "--key", CmsPeople.Key(who)).Succeeded();
            _bench.AssertSame(content, _bench.File("out"));
        }

        CmsBench.Cms("decrypt", "--in", _bench.File("r"), "--out", _bench.File("out"), "--key", CmsPeople.Key("recipient")).FailedWith(20);
        if (form != "smime")
        {
            _bench.OpenSslSeesDer(_bench.File("r"), form);
        }
    }

    [Fact]
    public void A_rewrap_that_cannot_be_leaves_nothing()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--recipient", CmsPeople.Certificate("recipient")).Succeeded();
        string[] rewrap = ["rewrap", "--in", _bench.File("m"), "--out", _bench.File("r"), "--key"];

        CmsBench.Cms([.. rewrap, CmsPeople.Key("recipient"), "--remove", CmsPeople.Certificate("ec")]).FailedWith(30, "none of the message");
        CmsBench.Cms([.. rewrap, CmsPeople.Key("recipient"), "--remove", CmsPeople.Certificate("recipient")]).FailedWith(30, "no recipient left");
        CmsBench.Cms([.. rewrap, CmsPeople.Key("ec"), "--recipient", CmsPeople.Certificate("ec")]).FailedWith(20);
        CmsBench.Cms([.. rewrap, CmsPeople.Key("recipient")]).FailedWith(64, "nothing would change");
        Assert.Equal(["content.bin", "m"], _bench.Files());
    }
}
