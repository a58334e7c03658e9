namespace Cps.Smime.Hprim;

/// <summary>What a line of HPRIM Médecin is: a marker, a RES or TEX segment, or other text. Blanks around and lower case are accepted.</summary>
internal static class MedecinSyntax
{
    public const string Lab = "****LAB****";
    public const string Fin = "****FIN****";
    public const string FinFichier = "****FINFICHIER****";

    /// <summary>The marker a line is, written well or nearly so (three stars or more on each side), or None.</summary>
    public static MedecinMarker Marker(string line)
    {
        ReadOnlySpan<char> trimmed = line.AsSpan().Trim();
        if (!trimmed.StartsWith("***", StringComparison.Ordinal) || !trimmed.EndsWith("***", StringComparison.Ordinal))
        {
            return MedecinMarker.None;
        }

        ReadOnlySpan<char> word = trimmed.Trim('*').Trim();
        return word.Equals("LAB", StringComparison.OrdinalIgnoreCase) ? MedecinMarker.Lab
            : word.Equals("FIN", StringComparison.OrdinalIgnoreCase) ? MedecinMarker.Fin
            : word.Equals("FINFICHIER", StringComparison.OrdinalIgnoreCase) ? MedecinMarker.FinFichier
            : MedecinMarker.None;
    }

    /// <summary>True when a marker is written exactly as it should be, blanks around it aside.</summary>
    public static bool IsExact(string line) => line.AsSpan().Trim() is Lab or Fin or FinFichier;

    public static bool IsResult(string line) => line.AsSpan().TrimStart().StartsWith("RES|", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for <c>TEX|...</c>, and inside the structured part also for a lone <c>TEX</c>.</summary>
    public static bool IsText(string line, bool isInside)
    {
        ReadOnlySpan<char> trimmed = line.AsSpan().Trim();
        return trimmed.StartsWith("TEX|", StringComparison.OrdinalIgnoreCase) || (isInside && trimmed.Equals("TEX", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What follows <c>TEX|</c>; empty for a lone <c>TEX</c>.</summary>
    public static string TextOf(string line)
    {
        int bar = line.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? "" : line[(bar + 1)..];
    }
}
