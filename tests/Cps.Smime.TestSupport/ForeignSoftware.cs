using System.Diagnostics;

namespace Cps.Smime.TestSupport;

/// <summary>
/// Programs and modules written by others (OpenSSL, SoftHSM2, OpenLDAP...) that judge ours. Missing ones skip the test with the
/// reason, except under <c>./eng/test.sh</c>, which sets <c>CPS_SMIME_REQUIRE_FOREIGN=1</c>: there a missing one fails the test.
/// </summary>
public static class ForeignSoftware
{
    private static readonly string[] s_folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin", "/usr/lib/openldap"];

    /// <summary>The path of a program, or a skipped (or failed) test.</summary>
    /// <param name="program">The program's file name, for example <c>openssl</c>.</param>
    /// <param name="package">The Debian package that brings it.</param>
    public static string Require(string program, string package) =>
        RequireFile(package, [.. s_folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, program))]);

    /// <summary>The first of these files that exists, or a skipped (or failed) test.</summary>
    public static string RequireFile(string package, params string[] candidates)
    {
        string? found = candidates.FirstOrDefault(File.Exists);
        if (found is null)
        {
            string reason = $"needs the Debian package {package} ({Path.GetFileName(candidates[^1])} was not found)";
            Xunit.Assert.SkipUnless(Environment.GetEnvironmentVariable("CPS_SMIME_REQUIRE_FOREIGN") == "1", reason);
            Xunit.Assert.Fail(reason);
        }

        return found;
    }

    /// <summary>SoftHSM2's PKCS#11 module.</summary>
    public static string SoftHsm2Module() => RequireFile(
        "softhsm2",
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so");

    /// <summary>Runs a program to its end and returns what it printed. Fails the test if it runs for more than a minute.</summary>
    public static ProgramResult Run(string program, IEnumerable<string> arguments, string? workingFolder = null, byte[]? input = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using MemoryStream output = new();
        Task copyOutput = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            try
            {
                process.StandardInput.BaseStream.Write(input);
            }
            catch (IOException)
            {
                // The program stopped before it had read everything; its exit code tells why.
            }
        }

        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Same as above: the pipe may be closed already.
        }

        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            Xunit.Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within a minute");
        }

        copyOutput.Wait();
        return new ProgramResult(process.ExitCode, output.ToArray(), errors.Result);
    }
}
