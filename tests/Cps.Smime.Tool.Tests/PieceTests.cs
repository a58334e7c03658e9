using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool.Tests;

/// <summary>The small pieces by themselves, without a process.</summary>
public sealed class PieceTests
{
    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\nsecond line", "secret")]
    [InlineData("\uFEFFmot de passe é", "mot de passe é")]
    [InlineData("", "")]
    public void A_secret_is_the_first_line_of_its_file(string content, string secret)
    {
        using TempFolder folder = new();
        Assert.Equal(secret, new string(SecretFile.Read(folder.Write("secret", content))));
    }

    [Theory]
    [InlineData("/etc/pin", "/etc/pin")]
    [InlineData("file:/etc/pin", "/etc/pin")]
    [InlineData("file:///etc/my%20pin", "/etc/my pin")]
    public void A_pin_source_is_a_path_or_a_file_uri(string source, string path) => Assert.Equal(path, SecretFile.PathOf(source));

    [Theory]
    [InlineData("|cat /etc/pin")]
    [InlineData("file://server/pin")]
    public void A_pin_source_runs_nothing_and_asks_no_server(string source) => Assert.Throws<UsageException>(() => SecretFile.PathOf(source));

    [Theory]
    [InlineData("fr_FR.UTF-8", null, null, TextLanguage.French)]
    [InlineData(null, null, "fr", TextLanguage.French)]
    [InlineData("C", null, "fr_FR.UTF-8", TextLanguage.English)]
    [InlineData("", "fr_CA", "en_US", TextLanguage.French)]
    [InlineData(null, null, "fry_NL", TextLanguage.English)]
    [InlineData(null, null, null, TextLanguage.English)]
    public void The_language_is_that_of_the_locale(string? all, string? messages, string? lang, TextLanguage language) => Assert.Equal(
        language, LanguageSettings.Find(name => name switch { "LC_ALL" => all, "LC_MESSAGES" => messages, "LANG" => lang, _ => null }));

    [Theory]
    [InlineData("plain é 漢 😀", "plain é 漢 😀")]
    [InlineData("a\u001b[2Jb", "a␛[2Jb")]
    [InlineData("a\r\nb\tc", "a␍␊b c")]
    [InlineData("\u009b31m\u202e\u2066\ufeff", "[U+009B]31m[U+202E][U+2066][U+FEFF]")]
    public void Text_of_strangers_is_one_harmless_line(string text, string line) => Assert.Equal(line, TerminalText.Line(text));

    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00+00:00")]
    [InlineData("2026-01-31T10:00:00+01:00", "2026-01-31T10:00:00+01:00")]
    [InlineData("2026-01-31T10:00Z", "2026-01-31T10:00:00+00:00")]
    public void A_date_is_iso_8601_and_utc_unless_it_says_otherwise(string text, string time) =>
        Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), Commands.CommonOptions.ParseTime("--at", text));

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(76)]
    public void Pem_is_decoded_whatever_its_line_length(int width)
    {
        byte[] content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        string base64 = string.Join("\r\n", Convert.ToBase64String(content).Chunk(width).Select(c => new string(c)));
        using MemoryStream file = new(Encoding.ASCII.GetBytes($"text before\n-----BEGIN CMS-----\n{base64}\n-----END CMS-----\nafter"));
        using PemStream pem = new(file);
        using MemoryStream decoded = new();
        pem.CopyTo(decoded);
        Assert.Equal(content, decoded.ToArray());
    }

    [Theory]
    [InlineData("-----BEGIN CMS-----\nAAAA\n")]
    [InlineData("-----BEGIN CMS-----\nAAA\n-----END CMS-----\n")]
    [InlineData("-----BEGIN CMS-----\n#$%&\n-----END CMS-----\n")]
    public void Damaged_pem_is_malformed(string text)
    {
        using PemStream pem = new(new MemoryStream(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(CpsErrorCode.Malformed, Assert.Throws<CpsException>(() => pem.CopyTo(Stream.Null)).Code);
    }

    [Fact]
    public async Task An_unexpected_error_is_one_line_that_holds_no_message_of_its_own()
    {
        StringWriter output = new();
        StringWriter error = new();
        ToolConsole console = new(output, error, outputIsTerminal: false, canAsk: false, TextLanguage.English);

        int status = await CommandGuard.RunAsync(console, json: true, () => throw new InvalidOperationException("MADAME DUPONT"));

        Assert.Equal(70, status);
        Assert.StartsWith("cps-smime: an unexpected error: InvalidOperationException. ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("DUPONT", error.ToString() + output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_code_has_an_exit_status_of_the_contract()
    {
        int[] contract = [20, 30, 40, 50];
        Assert.All(Enum.GetValues<CpsErrorCode>(), code => Assert.Contains(ExitStatus.Of(new CpsException(code, "x")), contract));
        Assert.Equal(64, ExitStatus.Of(new UsageException("x")));
    }
}
