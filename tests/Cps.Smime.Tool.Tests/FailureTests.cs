namespace Cps.Smime.Tool.Tests;

/// <summary>Every failure: its exit status, one clear line, no stack trace, and nothing half-written.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Practice.Stranger, "inconnu@cabinet.example: unknown to the directory")]
    [InlineData(Practice.Uncertified, "sans.certificat@cabinet.example: the directory publishes no certificate")]
    public void A_correspondent_without_certificate_stops_the_letter(string address, string reason)
    {
        ProgramResult result = Tool.Run(Practice.Seal(_folder.File("letter.eml"), "--to", address)).FailedWith(50, reason);

        Assert.Contains("+ destinataire@cabinet.example: ", result.Output, StringComparison.Ordinal);
        Assert.Contains($"- {reason}", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_letter_for_somebody_else_has_no_key()
    {
        string letter = Practice.SealInto(_folder);

        Tool.Run("open", letter, "--key", Practice.File("second.pem"), "--trust", Practice.Anchors, "--out", _folder.File("out")).FailedWith(20, "none of the given keys is a recipient");
        Assert.False(Path.Exists(_folder.File("out")));
    }

    [Fact]
    public void A_flipped_byte_is_refused_and_nothing_comes_out()
    {
        string letter = Practice.SealInto(_folder, "--policy", "modern", "--text", _folder.Write("t.txt", new string('x', 5000)));
        string[] lines = File.ReadAllLines(letter);
        int middle = lines.Length / 2 + 5;
        char[] line = lines[middle].ToCharArray();
        line[10] = line[10] == 'A' ? 'B' : 'A';
        lines[middle] = new string(line);
        File.WriteAllLines(letter, lines);

        ProgramResult result = Tool.Run(Practice.Open(letter, "--out", _folder.File("out"))).FailedWith(30, "cannot be decrypted");
        Assert.Equal("", result.Output);
        Assert.False(Path.Exists(_folder.File("out")));
    }

    [Fact]
    public void A_truncated_letter_is_refused()
    {
        string letter = Practice.SealInto(_folder);
        byte[] bytes = File.ReadAllBytes(letter);
        foreach (int length in (int[])[bytes.Length / 2, bytes.Length - 100, 700])
        {
            string cut = _folder.Write("cut.eml", bytes[..length]);
            Tool.Run(Practice.Open(cut, "--out", _folder.File("out"))).FailedWith(30, cut);
        }

        Assert.False(Path.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("inspect")]
    public void What_is_no_message_is_refused(string command)
    {
        byte[][] inputs = [[], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 3], [0x30, 0x82, 0x01, 0x00, 0x02], "-----BEGIN CMS-----\n!!!!\n-----END CMS-----\n"u8.ToArray(), "bonjour"u8.ToArray()];
        foreach (byte[] input in inputs)
        {
            string file = _folder.Write("input", input);
            Tool.Run(command == "open" ? Practice.Open(file) : [command, file]).FailedWith(30, file);
        }
    }

    [Fact]
    public void An_input_that_is_not_there_or_a_folder_cannot_be_read()
    {
        Tool.Run(Practice.Open(_folder.File("absent.eml"))).FailedWith(30, "absent.eml");
        Tool.Run(Practice.Open(_folder.Path)).FailedWith(30, _folder.Path);
        Tool.Run("inspect", _folder.File("absent.eml")).FailedWith(30, "absent.eml");
        Tool.Run("hprim", "show", _folder.File("absent.hpr")).FailedWith(30, "absent.hpr");
    }

    [Fact]
    public void An_output_that_cannot_be_written_leaves_nothing()
    {
        Tool.Run(Practice.Seal(Path.Combine(_folder.Path, "absent", "letter.eml"))).FailedWith(30, "cannot be written");
        string letter = Practice.SealInto(_folder);
        string file = _folder.Write("file", "un fichier");

        Tool.Run(Practice.Open(letter, "--out", file)).FailedWith(30, file);

        Assert.Equal(["file", "letter.eml"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_wrong_or_missing_password_is_said()
    {
        string[] seal = [.. Practice.Seal(_folder.File("letter.eml")).Select(a => a == Practice.File("secretary.pem") ? Practice.File("secretary.p12") : a)];

        Tool.Run(seal).FailedWith(30, "--password-file");
        Tool.Run([.. seal, "--password-file", Practice.File("wrong-password.txt")]).FailedWith(30, "password");
        Tool.Run([.. seal, "--password-file", _folder.File("absent.txt")]).FailedWith(64, "absent.txt");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_key_file_or_anchors_that_are_none_cannot_be_read()
    {
        string nothing = _folder.Write("nothing.pem", "rien");

        Tool.Run("open", nothing, "--key", nothing, "--trust", Practice.Anchors).FailedWith(30, nothing);
        Tool.Run("open", nothing, "--key", Practice.File("recipient.pem"), "--trust", nothing).FailedWith(30, nothing);
        Tool.Run([.. Practice.Seal(_folder.File("letter.eml")).Select(a => a == Practice.File("secretary.pem") ? Practice.File("recipient.pem") : a)]).FailedWith(30, "signing");
    }

    public static TheoryData<string[]> WrongUses => new(
        [],
        ["frobnicate"],
        ["card"],
        ["seal"],
        ["seal", "--from", "a@b.example"],
        ["open"],
        ["open", "x.eml", "--trust", "x"],
        ["open", "x.eml", "--key"],
        ["inspect", "a", "b"],
        ["lookup", "no-address", "--directory", "x"],
        ["lookup", "a@b.example", "--directory", "gopher://x"],
        ["lookup", "a@b.example", "--directory", "ldaps://annuaire.example/dc=example"],
        ["lookup", "a@b.example", "--directory", "/nowhere/at/all.ldif"],
        ["card", "list", "--module"],
        ["card", "list", "--module", ""],
        ["card", "list", "--module="],
        ["inspect", ""],
        ["hprim", "show", "x", "--html", " "]);

    [Theory]
    [MemberData(nameof(WrongUses))]
    public void A_wrong_command_line_says_what_is_wrong(string[] arguments)
    {
        ProgramResult result = Tool.Run(arguments).FailedWith(64);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public void Options_that_make_no_sense_are_wrong_use()
    {
        string file = _folder.File("letter.eml");
        Tool.Run(Practice.Seal(file, "--policy", "ancient")).FailedWith(64);
        Tool.Run(Practice.Seal(file, "--attach", _folder.File("absent.pdf"))).FailedWith(64, "absent.pdf");
        Tool.Run(Practice.Seal(file, "--to", "not an address")).FailedWith(64, "not an address");
        Tool.Run(Practice.Seal(Practice.File("secretary.pem"))).FailedWith(64, "replace");
        Tool.Run(Practice.Seal("/dev/null")).FailedWith(64, "/dev/null");
        Tool.Run(Practice.Open(file, "--at", "hier")).FailedWith(64, "hier");
        Tool.Run(Practice.Open(file, "--signer-id", "8")).FailedWith(64, "--signer-id");
        Tool.Run(["open", file, "--key", "pkcs11:token=x?pin-value=1234", "--trust", Practice.Anchors]).FailedWith(64, "pin-value");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_subject_with_a_line_end_is_refused() =>
        Tool.Run(Practice.Seal(_folder.File("letter.eml")).Select(a => a == "Essai" ? "Essai\r\nBcc: x@y.example" : a)).FailedWith(30, "control character");

    [Fact]
    public void A_directory_that_does_not_answer_is_said()
    {
        Tool.Run("lookup", "a@b.example", "--directory", "ldap://127.0.0.1:1/dc=example").FailedWith(50, "127.0.0.1");
        Tool.Run("lookup", "a@b.example", "--directory", _folder.Write("bad.ldif", "this is not LDIF")).FailedWith(50, "bad.ldif");
    }

    [Fact]
    public async Task A_signal_ends_it_with_130_even_while_a_pipe_gives_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals and pipes of POSIX");
        string pipe = _folder.File("pipe");
        ForeignSoftware.Run("mkfifo", [pipe]).Succeeded();
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Tool.Executable, Practice.Open(pipe))
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        ForeignSoftware.Run("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Succeeded();

        bool ended = process.WaitForExit(TimeSpan.FromSeconds(20));
        if (!ended)
        {
            process.Kill();
        }

        Assert.True(ended);
        Assert.Equal(130, process.ExitCode);
        Assert.Single((await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
