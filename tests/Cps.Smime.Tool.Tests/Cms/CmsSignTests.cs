using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary><c>cms sign</c> and <c>cms verify</c>, with OpenSSL on the other side.</summary>
public sealed class CmsSignTests : IDisposable
{
    private readonly CmsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("smime")]
    [InlineData("der")]
    [InlineData("pem")]
    [InlineData("ber")]
    public void Signed_by_two_keys_it_verifies_in_every_form_and_with_OpenSsl(string form)
    {
        string content = _bench.WriteContent(100_000);
        string message = _bench.File("m");
        CmsBench.Cms("sign", "--in", content, "--out", message, "--form", form, "--signer", Practice.File("secretary.pem"), CmsPeople.Key("signer")).Succeeded();

        _bench.OpenSslVerifies(message, form, content);
        JsonElement found = CmsBench.Cms("verify", "--in", message, "--out", _bench.File("out"), "--trust", Practice.Anchors, "--json").Succeeded().Json();

        _bench.AssertSame(content, _bench.File("out"));
        Assert.Equal("verdict isDetached contentType signers certificates file length", found.Members());
        Assert.Equal(("trusted", false, 100_000), (found.Text("verdict"), found.GetProperty("isDetached").GetBoolean(), found.GetProperty("length").GetInt32()));
        Assert.Equal(["ECDSA-SHA256", "RSA-PKCS1-SHA256"], found.GetProperty("signers").EnumerateArray().Select(s => s.Text("algorithm")!).Order(StringComparer.Ordinal));
        Assert.All(found.GetProperty("signers").EnumerateArray(), s => Assert.Equal(("intact", "trusted"), (s.Text("integrity"), s.Text("trust"))));
        if (form is "der" or "pem")
        {
            _bench.OpenSslSeesDer(message, form);
        }
    }

    [Theory]
    [InlineData("sha256", "pkcs1", "RSA-PKCS1-SHA256")]
    [InlineData("sha384", "pss", "RSA-PSS-SHA384")]
    [InlineData("sha512", "pss", "RSA-PSS-SHA512")]
    [InlineData("sha512", "pkcs1", "RSA-PKCS1-SHA512")]
    public void Digest_and_padding_are_those_that_were_asked_for(string digest, string padding, string algorithm)
    {
        string content = _bench.WriteContent(10);
        JsonElement signed = CmsBench.Cms(
            "sign", "--in", content, "--out", _bench.File("m"), "--form", "der", "--signer", Practice.File("secretary.pem"), "--digest", digest, "--rsa-padding", padding, "--json").Succeeded().Json();

        Assert.Equal("file form isDetached signers", signed.Members());
        Assert.Equal(algorithm, signed.GetProperty("signers")[0].Text("algorithm"));
        _bench.OpenSslVerifies(_bench.File("m"), "der", content);
        Assert.Contains(digest, _bench.OpenSsl("cms", "-cmsout", "-print", "-inform", "DER", "-in", _bench.File("m")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("der")]
    [InlineData("pem")]
    [InlineData("ber")]
    public void A_detached_signature_is_verified_with_its_content(string form)
    {
        string content = _bench.WriteContent(70_000);
        string message = _bench.File("m.p7s");
        CmsBench.Cms("sign", "--detached", "--in", content, "--out", message, "--form", form, "--signer", Practice.File("secretary.pem")).Succeeded();
        _bench.OpenSslVerifies(message, form, content, "-content", content);
        _bench.OpenSslSeesDer(message, form);

        JsonElement found = CmsBench.Cms("verify", "--in", message, "--content", content, "--out", _bench.File("out"), "--trust", Practice.Anchors, "--json").Succeeded().Json();
        Assert.Equal(("trusted", true), (found.Text("verdict"), found.GetProperty("isDetached").GetBoolean()));
        _bench.AssertSame(content, _bench.File("out"));

        string other = _bench.Folder.Write("other.bin", "autre chose");
        ProgramResult altered = CmsBench.Cms("verify", "--in", message, "--content", other, "--out", _bench.File("altered"), "--trust", Practice.Anchors, "--json").FailedWith(10, "contentAltered");
        Assert.Equal("altered", altered.Json().Text("verdict"));
        Assert.False(File.Exists(_bench.File("altered")));
        CmsBench.Cms("verify", "--in", message, "--trust", Practice.Anchors).FailedWith(64, "--content");
    }

    [Fact]
    public void A_detached_signature_as_mail_is_a_multipart_signed()
    {
        string entity = _bench.Folder.Write("entity.txt", "Content-Type: text/plain\n\nBonjour\n-- \nfin");
        string message = _bench.File("m.eml");
        CmsBench.Cms("sign", "--detached", "--in", entity, "--out", message, "--signer", Practice.File("secretary.pem"), CmsPeople.Key("signer")).Succeeded();
        string canonical = _bench.Folder.Write("canonical.txt", File.ReadAllText(entity).ReplaceLineEndings("\r\n"));

        Assert.StartsWith("MIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg=\"sha-256\"; boundary=", File.ReadAllText(message), StringComparison.Ordinal);
        _bench.OpenSslVerifies(message, "multipart", canonical);
        CmsBench.Cms("verify", "--in", message, "--out", _bench.File("out"), "--trust", Practice.Anchors).Succeeded();
        _bench.AssertSame(canonical, _bench.File("out"));

        // Saved with the line ends of another system it is the same message.
        string saved = _bench.Folder.Write("saved.eml", File.ReadAllText(message).ReplaceLineEndings("\n"));
        CmsBench.Cms("verify", "--in", saved, "--out", _bench.File("saved"), "--trust", Practice.Anchors).Succeeded();
        _bench.AssertSame(canonical, _bench.File("saved"));

        string altered = _bench.Folder.Write("altered.eml", File.ReadAllText(message).Replace("Bonjour", "Bonsoir", StringComparison.Ordinal));
        CmsBench.Cms("verify", "--in", altered, "--trust", Practice.Anchors).FailedWith(10, "contentAltered");
    }

    [Theory]
    [InlineData("Bonjour\n", "not a MIME entity")]
    [InlineData("Content-Type: text/plain\n\nété\n", "unchanged")]
    [InlineData("Content-Type: text/plain\n\n\0\n", "unchanged")]
    [InlineData("LONG", "998")]
    public void What_multipart_signed_cannot_carry_is_refused(string content, string saying)
    {
        string file = _bench.Folder.Write("entity", content == "LONG" ? "Content-Type: text/plain\n\n" + new string('x', 999) + "\n" : content);

        CmsBench.Cms("sign", "--detached", "--in", file, "--out", _bench.File("m.eml"), "--signer", Practice.File("secretary.pem")).FailedWith(30, saying);

        Assert.Equal(["entity"], _bench.Files());
    }

    [Theory]
    [InlineData("DER", true)]
    [InlineData("DER", false)]
    [InlineData("PEM", true)]
    [InlineData("SMIME", true)]
    [InlineData("SMIME", false)]
    public void A_signature_of_OpenSsl_verifies(string form, bool opaque)
    {
        string content = _bench.Folder.Write("content.txt", "Content-Type: text/plain\r\n\r\nBonjour de loin\r\n");
        string[] nodetach = opaque ? ["-nodetach"] : [];
        _bench.OpenSsl(["cms", "-sign", "-binary", "-in", content, "-signer", Practice.File("secretary.pem"), "-certfile", Practice.File("chain.pem"), .. nodetach, "-outform", form, "-out", _bench.File("m")]);
        string[] beside = form != "SMIME" && !opaque ? ["--content", content] : [];

        CmsBench.Cms(["verify", "--in", _bench.File("m"), "--out", _bench.File("out"), "--trust", Practice.Anchors, .. beside]).Succeeded();

        _bench.AssertSame(content, _bench.File("out"));
    }

    [Fact]
    public void Without_anchors_trust_is_not_judged_and_nothing_is_written_unless_integrity_alone_is_asked_for()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("sign", "--in", content, "--out", _bench.File("m"), "--form", "der", "--signer", Practice.File("secretary.pem")).Succeeded();

        ProgramResult unjudged = CmsBench.Cms("verify", "--in", _bench.File("m"), "--out", _bench.File("out"), "--json").FailedWith(10, "--trust");
        Assert.Equal(("intact", "notJudged"), (unjudged.Json().Text("verdict"), unjudged.Json().GetProperty("signers")[0].Text("trust")));
        Assert.False(File.Exists(_bench.File("out")));

        ProgramResult intact = CmsBench.Cms("verify", "--in", _bench.File("m"), "--out", _bench.File("out"), "--integrity-only").Succeeded();
        Assert.StartsWith("every signature is good; whether the signers are to be trusted was not judged.", intact.Output, StringComparison.Ordinal);
        _bench.AssertSame(content, _bench.File("out"));
    }

    [Fact]
    public void Another_authority_or_another_time_is_not_trusted()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("sign", "--in", content, "--out", _bench.File("m"), "--form", "der", "--signer", Practice.File("secretary.pem")).Succeeded();
        using TestPki.TestAuthorities others = TestPki.TestAuthorities.Create();
        string anchors = _bench.Folder.Write("others.pem", others.AnchorsPem);

        JsonElement other = CmsBench.Cms("verify", "--in", _bench.File("m"), "--trust", anchors, "--json").FailedWith(10, "not trusted").Json();
        Assert.Equal("untrusted", other.Text("verdict"));
        Assert.Equal("untrusted", other.GetProperty("signers")[0].Text("trust"));
        Assert.NotEmpty(other.GetProperty("signers")[0].Texts("trustProblems"));

        JsonElement early = CmsBench.Cms("verify", "--in", _bench.File("m"), "--trust", Practice.Anchors, "--at", "2001-01-01", "--json").FailedWith(10, "notYetValid").Json();
        Assert.Contains("notYetValid", early.GetProperty("signers")[0].Texts("trustProblems"));
        CmsBench.Cms("verify", "--in", _bench.File("m"), "--trust", Practice.Anchors, "--integrity-only").FailedWith(64, "contradict");
    }

    [Fact]
    public void Altered_content_is_found_and_not_written()
    {
        string content = _bench.Folder.Write("content.txt", "Bonjour");
        CmsBench.Cms("sign", "--in", content, "--out", _bench.File("m"), "--form", "der", "--signer", Practice.File("secretary.pem")).Succeeded();
        byte[] message = File.ReadAllBytes(_bench.File("m"));
        message[message.AsSpan().IndexOf("Bonjour"u8)] ^= 1;
        string altered = _bench.Folder.Write("altered", message);

        ProgramResult result = CmsBench.Cms("verify", "--in", altered, "--out", "-", "--trust", Practice.Anchors).FailedWith(10, "contentAltered");

        Assert.Equal("", result.Output);
    }

    [Fact]
    public void Content_inside_and_content_beside_contradict_each_other()
    {
        string entity = _bench.Folder.Write("entity.txt", "Content-Type: text/plain\r\n\r\nBonjour\r\n");
        string[] sign = ["sign", "--in", entity, "--out", _bench.File("m"), "--signer", Practice.File("secretary.pem")];
        foreach (string[] more in (string[][])[[], ["--detached"]])
        {
            CmsBench.Cms([.. sign, .. more]).Succeeded();
            CmsBench.Cms("verify", "--in", _bench.File("m"), "--content", entity, "--trust", Practice.Anchors).FailedWith(64, "Leave out --content");
        }

        // A multipart/signed whose signature is an opaque one.
        string mail = File.ReadAllText(_bench.File("m"));
        CmsBench.Cms([.. sign, "--form", "pem"]).Succeeded();
        string opaque = string.Join("\r\n", File.ReadAllLines(_bench.File("m"))[1..^1]);
        int start = mail.LastIndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        string two = _bench.Folder.Write("two.eml", mail[..start] + opaque + "\r\n" + mail[mail.LastIndexOf("--=-cps-", StringComparison.Ordinal)..]);
        CmsBench.Cms("verify", "--in", two, "--trust", Practice.Anchors).FailedWith(30, "content of its own");
    }

    [Fact]
    public void Certificates_alone_are_listed_and_vouch_for_nothing()
    {
        _bench.OpenSsl("crl2pkcs7", "-nocrl", "-certfile", Practice.Anchors, "-outform", "DER", "-out", _bench.File("c.p7b"));

        JsonElement found = CmsBench.Cms("verify", "--in", _bench.File("c.p7b"), "--trust", Practice.Anchors, "--json").FailedWith(10, "nobody signed").Json();

        Assert.Equal("notSigned", found.Text("verdict"));
        Assert.Equal(Practice.Authorities.All.Count, found.GetProperty("certificates").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("length").ValueKind);
    }

    [Fact]
    public void The_report_is_in_French_too()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("sign", "--in", content, "--out", _bench.File("m"), "--signer", Practice.File("secretary.pem")).Succeeded();
        Dictionary<string, string> french = new() { ["LC_ALL"] = "fr_FR.UTF-8" };

        ProgramResult good = Tool.RunWith(french, "cms", "verify", "--in", _bench.File("m"), "--trust", Practice.Anchors).Succeeded();
        Assert.StartsWith("toutes les signatures sont bonnes, et tous les signataires de confiance.", good.Output, StringComparison.Ordinal);
        Tool.RunWith(french, "cms", "verify", "--in", _bench.File("m")).FailedWith(10, "Ajoutez --trust ANCHORS");
    }

    [Fact]
    public void The_same_signer_twice_and_a_signature_that_the_key_does_not_make_are_refused()
    {
        string content = _bench.WriteContent(10);
        string[] sign = ["sign", "--in", content, "--out", _bench.File("m")];
        CmsBench.Cms([.. sign, "--signer", Practice.File("secretary.pem"), Practice.File("secretary.pem")]).FailedWith(64, "twice");
        CmsBench.Cms([.. sign, "--signer", CmsPeople.Key("signer"), "--digest", "sha384"]).FailedWith(30, "ECDSA-SHA256");
        CmsBench.Cms([.. sign, "--signer", CmsPeople.Key("signer"), "--rsa-padding", "pss"]).Succeeded();
        CmsBench.Cms([.. sign, "--signer", CmsPeople.Key("ec")]).FailedWith(30, "signing");
        CmsBench.Cms([.. sign, "--signer", Practice.File("secretary.p12")]).FailedWith(30, "--password-file");
        CmsBench.Cms([.. sign, "--signer", Practice.File("secretary.p12"), "--password-file", Practice.File("password.txt")]).Succeeded();
    }

    [Fact]
    public void A_card_signs()
    {
        using SoftHsm hsm = new();
        string content = _bench.WriteContent(5_000);
        foreach (string form in (string[])["der", "smime"])
        {
            Tool.RunWith(hsm.Environment.ToDictionary(), "cms", "sign", "--in", content, "--out", _bench.File("m"), "--form", form, "--signer", hsm.Uri("CPS3v3-2900000001", hsm.PinFile)).Succeeded();
            CmsBench.Cms("verify", "--in", _bench.File("m"), "--trust", Practice.Anchors, "--out", _bench.File("out")).Succeeded();
            _bench.AssertSame(content, _bench.File("out"));
        }
    }
}
