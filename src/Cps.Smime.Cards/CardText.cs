namespace Cps.Smime.Cards;

/// <summary>Texts that come from a token: padded, and as little to be trusted as any input.</summary>
internal static class CardText
{
    private const int MaximumLength = 256;

    /// <summary>The text without padding and control characters, at most 256 characters of it.</summary>
    public static string Clean(string? text)
    {
        string trimmed = (text ?? "").Trim(' ', '\0');
        string visible = trimmed.Any(char.IsControl) ? string.Concat(trimmed.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : trimmed;
        return visible.Length <= MaximumLength ? visible : visible[..MaximumLength];
    }
}
