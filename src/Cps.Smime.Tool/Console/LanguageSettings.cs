using Cps.Smime.Certificates;
namespace Cps.Smime.Tool;

/// <summary>The language of the person, from the variables that POSIX gives for it: LC_ALL, then LC_MESSAGES, then LANG.</summary>
internal static class LanguageSettings
{
    private static readonly string[] s_variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>French when the first variable that is set begins with <c>fr</c>, else English.</summary>
    public static TextLanguage Find(Func<string, string?> read)
    {
        string? value = s_variables.Select(read).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        bool french = value is not null && (value.Equals("fr", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("fr_", StringComparison.OrdinalIgnoreCase) || value.StartsWith("fr.", StringComparison.OrdinalIgnoreCase));
        return french ? TextLanguage.French : TextLanguage.English;
    }
}
