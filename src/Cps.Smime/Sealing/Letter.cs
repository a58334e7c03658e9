using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>A letter to be sealed. Immutable.</summary>
public sealed record Letter
{
    /// <summary>The sender's address.</summary>
    public required EmailAddress From { get; init; }

    /// <summary>The sender's name to show beside the address, or null.</summary>
    public string? FromName { get; init; }

    /// <summary>The correspondents.</summary>
    public required IReadOnlyList<EmailAddress> To { get; init; }

    /// <summary>The subject. It travels in the clear: put no patient into it.</summary>
    public required string Subject { get; init; }

    /// <summary>The text of the letter; may be empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The files that go with it.</summary>
    public IReadOnlyList<LetterAttachment> Attachments { get; init; } = [];
}
