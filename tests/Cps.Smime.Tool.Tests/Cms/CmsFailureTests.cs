using System.Diagnostics;
using System.Globalization;

namespace Cps.Smime.Tool.Tests;

/// <summary>The exit statuses of <c>cms</c>, and that nothing is left behind; standard input and output; files of some size.</summary>
public sealed class CmsFailureTests : IDisposable
{
    private readonly CmsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string[]> WrongUses => new(
        [],
        ["frobnicate"],
        ["sign"],
        ["sign", "--in", "x", "--out", "y"],
        ["sign", "--in", "/nowhere/at/all", "--out", "y", "--signer", "/nowhere"],
        ["sign", "--in", "-", "--out", "y", "--signer", "pkcs11:token=x?pin-value=1234"],
        ["verify", "--in", "/nowhere/at/all"],
        ["verify", "--in", "-", "--content", "-"],
        ["verify", "--in", "-", "--trust", "/nowhere", "--at", "hier"],
        ["verify", "--in", "-", "--at", "2026-01-31"],
        ["verify", "--in", "-", "--out", "-", "--json"],
        ["encrypt", "--in", "-", "--out", "-"],
        ["encrypt", "--in", "-", "--out", "-", "--recipient", "/nowhere"],
        ["encrypt", "--in", "-", "--out", "-", "--recipient", "/nowhere", "--cipher", "rc4"],
        ["encrypt", "--in", "-", "--out", "-", "--recipient", "/nowhere", "--rsa-padding", "pkcs1", "--digest", "sha256"],
        ["decrypt", "--in", "-", "--out", "-"],
        ["decrypt", "--in", "-", "--out", "-", "--form", "der"],
        ["compress", "--in", "-", "--out", "/dev/null"],
        ["compress", "--in", "-", "--out", "-", "--form", "xml"],
        ["inspect"],
        ["inspect", "--in", ""]);

    [Theory]
    [MemberData(nameof(WrongUses))]
    public void A_wrong_command_line_ends_with_64(string[] arguments)
    {
        ProgramResult result = CmsBench.Cms(arguments).FailedWith(64);
        if (arguments.Contains("--json"))
        {
            Assert.Equal("usage", result.Json().GetProperty("error").Text("code"));
        }
        else
        {
            Assert.Equal("", result.Output);
        }
    }

    [Fact]
    public void What_is_no_message_ends_with_30()
    {
        byte[][] inputs =
        [
            [], [0x30], [0x30, 0x82, 0x01, 0x00, 0x02], [0x30, 0x05, 0x06, 0x03, 0x2A, 0x03, 0x04], "bonjour"u8.ToArray(), "Subject: rien\r\n\r\nbonjour"u8.ToArray(),
            "-----BEGIN CMS-----\n!!!!\n-----END CMS-----\n"u8.ToArray(), "-----BEGIN CMS-----\nMIAG\n"u8.ToArray(),
            "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nMII=AAAA"u8.ToArray(),
            "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nMII"u8.ToArray(),
            "Content-Type: multipart/signed; boundary=x\r\n\r\n--x\r\na: b\r\n\r\nc\r\n--x--\r\n"u8.ToArray(),
            "Content-Type: multipart/signed; boundary=x\r\n\r\n--x\r\na: b\r\n\r\nc\r\n"u8.ToArray(),
        ];
        foreach (byte[] input in inputs)
        {
            string file = _bench.Folder.Write("input", input);
            CmsBench.Cms("verify", "--in", file, "--trust", Practice.Anchors).FailedWith(30, file);
        }

        string text = _bench.Folder.Write("input", "bonjour");
        CmsBench.Cms("inspect", "--in", text).FailedWith(30, text);
        CmsBench.Cms("uncompress", "--in", text, "--out", _bench.File("out")).FailedWith(30, text);
        CmsBench.Cms("decrypt", "--in", text, "--out", _bench.File("out"), "--key", CmsPeople.Key("ec")).FailedWith(30, text);
        CmsBench.Cms("rewrap", "--in", text, "--out", _bench.File("out"), "--key", CmsPeople.Key("ec"), "--recipient", CmsPeople.Certificate("ec")).FailedWith(30, text);
        CmsBench.Cms("inspect", "--in", _bench.Folder.Path).FailedWith(30, _bench.Folder.Path);
        Assert.Equal(["input"], _bench.Files());
    }

    [Fact]
    public void A_message_that_is_cut_anywhere_ends_with_30_and_gives_nothing()
    {
        string content = _bench.WriteContent(5_000);
        foreach (string form in (string[])["der", "smime", "pem"])
        {
            CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--form", form, "--recipient", CmsPeople.Certificate("recipient")).Succeeded();
            byte[] message = File.ReadAllBytes(_bench.File("m"));
            foreach (int length in (int[])[message.Length / 2, message.Length - 40])
            {
                string cut = _bench.Folder.Write("cut", message[..length]);
                CmsBench.Cms("decrypt", "--in", cut, "--out", _bench.File("out"), "--key", CmsPeople.Key("recipient")).FailedWith(30, cut);
            }
        }

        Assert.Equal(["content.bin", "cut", "m"], _bench.Files());
    }

    [Fact]
    public void An_error_is_an_object_too()
    {
        string file = _bench.Folder.Write("input", "bonjour");
        System.Text.Json.JsonElement failure = CmsBench.Cms("inspect", "--in", file, "--json").FailedWith(30).Json();
        Assert.Equal("error exitStatus", failure.Members());
        Assert.Equal("code message object advice", failure.GetProperty("error").Members());
        Assert.Equal(("malformed", file), (failure.GetProperty("error").Text("code"), failure.GetProperty("error").Text("object")));
    }

    [Fact]
    public void An_output_that_cannot_be_written_or_would_replace_an_input_is_refused()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("compress", "--in", content, "--out", Path.Combine(_bench.Folder.Path, "absent", "m")).FailedWith(30, "cannot be written");
        CmsBench.Cms("compress", "--in", content, "--out", content).FailedWith(64, "replace");
        CmsBench.Cms("encrypt", "--in", content, "--out", CmsPeople.Certificate("ec"), "--recipient", CmsPeople.Certificate("ec")).FailedWith(64, "replace");
        CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("m"), "--recipient", Practice.Anchors).FailedWith(30, "one person");
        Assert.Equal(["content.bin"], _bench.Files());
    }

    [Fact]
    public void A_card_that_is_not_there_ends_with_40()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("sign", "--in", content, "--out", _bench.File("m"), "--signer", "pkcs11:token=Absente?module-path=/nowhere/module.so").FailedWith(40);
        Assert.Equal(["content.bin"], _bench.Files());
    }

    [Fact]
    public void Standard_input_and_output_carry_a_pipeline()
    {
        byte[] content = File.ReadAllBytes(_bench.WriteContent(300_000));
        byte[] Pipe(byte[] input, params string[] arguments) => ForeignSoftware.Run(Tool.Executable, ["cms", .. arguments, "--in", "-", "--out", "-"], input: input).Succeeded().OutputBytes;

        foreach (string form in (string[])["smime", "der"])
        {
            byte[] compressed = Pipe(content, "compress", "--form", form);
            byte[] signed = Pipe(compressed, "sign", "--form", form, "--signer", Practice.File("secretary.pem"));
            byte[] encrypted = Pipe(signed, "encrypt", "--form", form, "--recipient", CmsPeople.Certificate("recipient"));
            byte[] rewrapped = Pipe(encrypted, "rewrap", "--form", form, "--key", CmsPeople.Key("recipient"), "--recipient", CmsPeople.Certificate("ec"));
            byte[] decrypted = Pipe(rewrapped, "decrypt", "--key", CmsPeople.Key("ec"));
            Assert.Equal(signed, decrypted);
            byte[] verified = Pipe(decrypted, "verify", "--trust", Practice.Anchors);
            Assert.Equal(compressed, verified);
            Assert.Equal(content, Pipe(verified, "uncompress"));
        }
    }

    [Fact]
    public void Forty_megabytes_go_through_in_every_form_and_OpenSsl_reads_them()
    {
        const int Length = 40_000_000;
        string content = _bench.WriteContent(Length);
        foreach (string form in (string[])["smime", "der"])
        {
            CmsBench.Cms("sign", "--in", content, "--out", _bench.File("s"), "--form", form, "--signer", Practice.File("secretary.pem")).Succeeded();
            CmsBench.Cms("verify", "--in", _bench.File("s"), "--out", _bench.File("out"), "--trust", Practice.Anchors).Succeeded();
            _bench.AssertSame(content, _bench.File("out"));
            CmsBench.Cms("encrypt", "--in", content, "--out", _bench.File("e"), "--form", form, "--recipient", CmsPeople.Certificate("recipient")).Succeeded();
            _bench.OpenSslDecrypts(_bench.File("e"), form, CmsPeople.Key("recipient"), content);
            CmsBench.Cms("decrypt", "--in", _bench.File("e"), "--out", _bench.File("out"), "--key", CmsPeople.Key("recipient")).Succeeded();
            _bench.AssertSame(content, _bench.File("out"));
        }
    }

    [Theory]
    [InlineData("ber")]
    [InlineData("der")]
    public async Task A_signal_ends_it_with_130_and_leaves_nothing_even_while_a_pipe_gives_nothing(string form)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals and pipes of POSIX");
        string[] arguments = ["cms", "encrypt", "--in", "-", "--out", _bench.File("m"), "--form", form, "--recipient", CmsPeople.Certificate("recipient")];
        using Process process = Process.Start(new ProcessStartInfo(Tool.Executable, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        await process.StandardInput.BaseStream.WriteAsync(new byte[200_000], TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);

        // Until it writes its temporary file, which is what must go away; DER waits for its length first.
        for (int tries = 0; form == "ber" && tries < 100 && _bench.Files().Length == 0; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        ForeignSoftware.Run("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).Succeeded();

        bool ended = process.WaitForExit(TimeSpan.FromSeconds(20));
        if (!ended)
        {
            process.Kill();
        }

        Assert.True(ended);
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(_bench.Files());
    }
}
