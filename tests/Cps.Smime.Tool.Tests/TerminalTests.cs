using Cps.Smime.TestPki;

namespace Cps.Smime.Tool.Tests;

/// <summary>What strangers wrote never acts on the terminal, people are asked there and nowhere else, and French people are told in French.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Hostile = "\u001b]0;pris\u0007\u001b[31mrouge\u202Eegnevni\u2028fin";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Escapes_in_subject_names_and_directories_are_shown_and_not_obeyed()
    {
        TestCredential signer = Practice.Authorities.IssueMail("EVE " + Hostile, Practice.Secretary);
        string ldif = _folder.Write("hostile.ldif", "version: 1\n\n" + Practice.Entry("x", Practice.Correspondent, Practice.Recipient.Certificate)
            .Replace("cn: x", "cn:: " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("Nom " + Hostile)), StringComparison.Ordinal));
        string letter = _folder.File("letter.eml");
        Tool.Run("seal", "--from", Practice.Secretary, "--to", Practice.Correspondent, "--subject", "Essai", "--signer", _folder.Write("eve.pem", signer.ExportPem()),
            "--directory", ldif, "--trust", Practice.Anchors, "--out", letter).Succeeded();
        string subject = "=?utf-8?B?" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("Objet " + Hostile)) + "?=";
        File.WriteAllText(letter, File.ReadAllText(letter).Replace("Subject: Essai", "Subject: " + subject, StringComparison.Ordinal));

        ProgramResult[] results =
        [
            Tool.Run(Practice.Open(letter)).Succeeded(),
            Tool.Run(Practice.Open(letter, "--json")).Succeeded(),
            Tool.Run("inspect", letter).Succeeded(),
            Tool.Run("inspect", letter, "--json").Succeeded(),
            Tool.Run("lookup", Practice.Correspondent, "--directory", ldif).Succeeded(),
        ];

        Assert.Contains("Objet ␛]0;pris␇␛[31mrouge[U+202E]egnevni[U+2028]fin", results[0].Output, StringComparison.Ordinal);
        Assert.Equal("Objet " + Hostile, results[1].Json().Text("subject"));
        Assert.All(results, r => Assert.DoesNotContain(r.Output, c => c is '\u001b' or '\u0007' or '\u202E' or '\u2028'));
    }

    [Fact]
    public void A_hostile_file_name_stays_on_the_one_line_of_the_error() =>
        Tool.Run("inspect", _folder.File("a\nb\u001b[2J.eml")).FailedWith(30, "a␊b␛[2J.eml");

    [Theory]
    [InlineData("LC_ALL", "fr_FR.UTF-8")]
    [InlineData("LANG", "fr_FR.UTF-8")]
    public void French_is_spoken_where_the_locale_is_french(string variable, string value)
    {
        Dictionary<string, string> french = new() { ["LC_ALL"] = "", [variable] = value };
        string letter = Practice.SealInto(_folder);

        ProgramResult sealedLetter = Tool.RunWith(french, Practice.Seal(_folder.File("deux.eml"))).Succeeded();
        ProgramResult opened = Tool.RunWith(french, Practice.Open(letter)).Succeeded();
        ProgramResult refused = Tool.RunWith(french, Practice.Seal(_folder.File("trois.eml"), "--to", Practice.Stranger)).FailedWith(50, "inconnu de l'annuaire");
        ProgramResult doctor = Tool.RunWith(french, "card", "doctor", "--module", _folder.File("absent.so")).FailedWith(40, "PROBLÈME: aucun module PKCS#11 trouvé");

        Assert.Contains("certificat valable jusqu'au", sealedLetter.Output, StringComparison.Ordinal);
        Assert.StartsWith("Signature valable de SECRETARIAT, pour l'adresse secretariat@cabinet.example.", opened.Output, StringComparison.Ordinal);
        Assert.Contains("- inconnu@cabinet.example : inconnu de l'annuaire", refused.Output, StringComparison.Ordinal);
        Assert.Contains("aucun module", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_asked_at_the_terminal_and_not_shown()
    {
        string script = ForeignSoftware.Require("script", "bsdutils");
        string letter = Practice.SealInto(_folder);
        string command = string.Join(' ', new[] { Tool.Executable }.Concat(
            Practice.Open(letter).Select(a => a == Practice.File("recipient.pem") ? Practice.File("recipient.p12") : a)).Select(a => $"'{a}'"));
        string shell = $"(sleep 3; printf 'mot de passe é\\r'; sleep 5) | {script} -qec \"{command}\" /dev/null";

        ProgramResult result = ForeignSoftware.Run("sh", ["-c", shell], environment: new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8", ["TERM"] = "xterm" }).Succeeded();

        Assert.Contains($"Password of {Practice.File("recipient.p12")}:", result.Output.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Valid signature of SECRETARIAT", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mot de passe", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_and_version_are_printed()
    {
        Assert.Contains("seal", Tool.Run("--help").Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("--trust", Tool.Run("open", "--help").Succeeded().Output, StringComparison.Ordinal);
        Assert.Matches(@"^0\.1\.0", Tool.Run("--version").Succeeded().Output);
    }
}
