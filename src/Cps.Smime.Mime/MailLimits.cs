using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>What reading a mail message may cost at most. Immutable.</summary>
public sealed record MailLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static MailLimits Default { get; } = new();

    /// <summary>The longest header block, in bytes. Default 256 KiB.</summary>
    public int MaximumHeaderLength { get; init; } = 256 * 1024;

    /// <summary>How many signatures and envelopes may lie inside one another. Default 4 (a triple wrap has three).</summary>
    public int MaximumLayers { get; init; } = 4;

    /// <summary>How deep multiparts may nest. Default 32.</summary>
    public int MaximumMimeDepth { get; init; } = 32;

    /// <summary>How many parts a message may have. Default 1,000.</summary>
    public int MaximumParts { get; init; } = 1_000;

    /// <summary>The limits of each signature and envelope.</summary>
    public CmsLimits Cms { get; init; } = CmsLimits.Default;
}
