using System.Text;

namespace Cps.Smime.TestSupport;

/// <summary>How a program ended and what it printed.</summary>
public sealed record ProgramResult(int ExitCode, byte[] OutputBytes, string Errors)
{
    /// <summary>Standard output as UTF-8 text.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>This result, after a check that the program said it succeeded.</summary>
    public ProgramResult Succeeded()
    {
        Xunit.Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Errors}\n{Output}");
        return this;
    }
}
