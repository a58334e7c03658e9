using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary>Runs the built <c>cps-smime</c> as scripts do: a child process, no terminal, English unless told otherwise.</summary>
internal static class Tool
{
    /// <summary>The executable of the same configuration as these tests: <c>artifacts/bin/Cps.Smime.Tool/release/cps-smime</c>.</summary>
    public static string Executable { get; } = Path.Combine(
        SharedFiles.RepositoryRoot, "artifacts", "bin", "Cps.Smime.Tool", new DirectoryInfo(AppContext.BaseDirectory).Name, OperatingSystem.IsWindows() ? "cps-smime.exe" : "cps-smime");

    public static ProgramResult Run(params IEnumerable<string> arguments) => RunWith(new Dictionary<string, string>(), [.. arguments]);

    public static ProgramResult RunWith(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Dictionary<string, string> variables = new() { ["LC_ALL"] = "C", ["LANG"] = "" };
        foreach ((string name, string value) in environment)
        {
            variables[name] = value;
        }

        return ForeignSoftware.Run(Executable, arguments, environment: variables);
    }

    /// <summary>This result, after a check of the exit status, of the one line on standard error, and that it is no stack trace.</summary>
    public static ProgramResult FailedWith(this ProgramResult result, int status, string saying = "")
    {
        Assert.True(result.ExitCode == status, $"exit {result.ExitCode} instead of {status}\n{result.Errors}\n{result.Output}");
        string line = Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("cps-smime: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.Contains(saying, line, StringComparison.Ordinal);
        return result;
    }

    /// <summary>The one JSON object on standard output.</summary>
    public static JsonElement Json(this ProgramResult result)
    {
        using JsonDocument document = JsonDocument.Parse(result.OutputBytes);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }

    /// <summary>The names of an object's members, in order.</summary>
    public static string Members(this JsonElement element) => string.Join(' ', element.EnumerateObject().Select(m => m.Name));

    public static string? Text(this JsonElement element, string member) => element.GetProperty(member).GetString();

    public static string[] Texts(this JsonElement element, string member) => [.. element.GetProperty(member).EnumerateArray().Select(e => e.GetString()!)];
}
