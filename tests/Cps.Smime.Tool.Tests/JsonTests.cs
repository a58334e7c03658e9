using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary>The members of every object of <c>--json</c>, exactly: scripts rely on them.</summary>
public sealed class JsonTests : IDisposable
{
    private const string Certificate = "subject issuer serialNumber notBefore notAfter sha256 name nationalId profession addresses";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open()
    {
        JsonElement opened = Tool.Run(Practice.Open(Practice.SealInto(_folder), "--json")).Succeeded().Json();

        Assert.Equal("verdict reasons layers signers from subject parts", opened.Members());
        Assert.Equal("type algorithm", opened.GetProperty("layers")[0].Members());
        Assert.Equal("integrity trust nationalId name profession addressMatch claimedTime", opened.GetProperty("signers")[0].Members());
        Assert.Equal("file mediaType length", opened.GetProperty("parts")[0].Members());
        Assert.Equal(("valid", Practice.Secretary, "Essai"), (opened.Text("verdict"), opened.Text("from"), opened.Text("subject")));
        Assert.Empty(opened.Texts("reasons"));
        JsonElement signer = opened.GetProperty("signers")[0];
        Assert.Equal(("intact", "trusted", "SECRETARIAT", "certificate"), (signer.Text("integrity"), signer.Text("trust"), signer.Text("name"), signer.Text("addressMatch")));
        Assert.InRange(signer.GetProperty("claimedTime").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public void Seal()
    {
        string file = _folder.File("letter.eml");

        JsonElement done = Tool.Run(Practice.Seal(file, "--json")).Succeeded().Json();

        Assert.Equal("file from subject policy contentEncryption contentEncryptionReason signer recipients", done.Members());
        Assert.Equal((file, "interoperable", "aes256Cbc"), (done.Text("file"), done.Text("policy"), done.Text("contentEncryption")));
        Assert.Equal(Certificate, done.GetProperty("signer").Members());
        JsonElement recipient = done.GetProperty("recipients")[0];
        Assert.Equal("address canBeSealed certificate keyTransport source problem reasons sentence", recipient.Members());
        Assert.Equal(Practice.Recipient.Certificate.Sha256Thumbprint, recipient.GetProperty("certificate").Text("sha256"));
    }

    [Fact]
    public void A_plan_that_is_not_complete_is_an_error_with_the_plan()
    {
        JsonElement refused = Tool.Run(Practice.Seal(_folder.File("letter.eml"), "--to", Practice.Stranger, "--json")).FailedWith(50).Json();

        Assert.Equal("file from subject policy contentEncryption contentEncryptionReason signer recipients error exitStatus", refused.Members());
        Assert.Equal(("planIncomplete", 50), (refused.GetProperty("error").Text("code"), refused.GetProperty("exitStatus").GetInt32()));
        Assert.Equal(("unknown", JsonValueKind.Null), (refused.GetProperty("recipients")[1].Text("problem"), refused.GetProperty("file").ValueKind));
    }

    [Fact]
    public void Inspect()
    {
        JsonElement found = Tool.Run("inspect", Practice.SealInto(_folder), "--json").Succeeded().Json();

        Assert.Equal("kind from to subject layers", found.Members());
        JsonElement layer = found.GetProperty("layers").EnumerateArray().Single();
        Assert.Equal("type algorithm recipients signers", layer.Members());
        Assert.Equal("kind issuer serialNumber keyIdentifier keyTransport identifier", layer.GetProperty("recipients").EnumerateArray().Single().Members());
        Assert.Equal([Practice.Correspondent], found.Texts("to"));
    }

    [Fact]
    public void Lookup()
    {
        JsonElement found = Tool.Run("lookup", Practice.Correspondent, "--directory", Practice.Ldif, "--trust", Practice.Anchors, "--json").Succeeded().Json();

        Assert.Equal("address source isPartial problems chosen entries", found.Members());
        Assert.Equal(Certificate, found.GetProperty("chosen").Members());
        JsonElement entry = found.GetProperty("entries").EnumerateArray().Single();
        Assert.Equal("name displayName addresses certificates", entry.Members());
        Assert.Equal("certificate rejected", entry.GetProperty("certificates").EnumerateArray().Single().Members());
    }

    [Fact]
    public void Lookup_of_nobody()
    {
        JsonElement found = Tool.Run("lookup", Practice.Stranger, "--directory", Practice.Ldif, "--json").FailedWith(50, Practice.Stranger).Json();

        Assert.Equal("address source isPartial problems chosen entries error exitStatus", found.Members());
        Assert.Empty(found.GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public void Errors()
    {
        JsonElement missing = Tool.Run(Practice.Open(_folder.File("absent.eml"), "--json")).FailedWith(30).Json();
        JsonElement usage = Tool.Run("open", "--json").FailedWith(64).Json();

        Assert.Equal("error exitStatus", missing.Members());
        Assert.Equal("code message object advice", missing.GetProperty("error").Members());
        Assert.Equal(("inputUnreadable", _folder.File("absent.eml"), 30), (missing.GetProperty("error").Text("code"), missing.GetProperty("error").Text("object"), missing.GetProperty("exitStatus").GetInt32()));
        Assert.Equal(("usage", 64), (usage.GetProperty("error").Text("code"), usage.GetProperty("exitStatus").GetInt32()));
    }
}
