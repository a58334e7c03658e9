namespace Cps.Smime.Mime;

/// <summary>A range of a <see cref="MimeSpool"/>: the bytes that a layer vouched for. Immutable; ends with the spool.</summary>
internal sealed record SpooledContent(MimeSpool Spool, long Offset, long Length)
{
    /// <summary>All of a spool.</summary>
    public static SpooledContent All(MimeSpool spool) => new(spool, 0, spool.Length);

    /// <summary>Where it ends in the spool.</summary>
    public long End => Offset + Length;

    /// <summary>A range inside this one, by offsets from its beginning.</summary>
    public SpooledContent Slice(long offset, long? length = null) => new(Spool, Offset + offset, length ?? Length - offset);

    /// <summary>The bytes, as they came; seekable.</summary>
    public Stream OpenRead() => Spool.OpenRead(Offset, Length);

    /// <inheritdoc cref="MimeSpool.OpenDecoded"/>
    public Stream OpenDecoded(bool tolerant) => Spool.OpenDecoded(Offset, Length, tolerant);

    /// <summary>What was found while this was written, when it was looked at as a multipart/signed with this boundary.</summary>
    public MultipartScan? ScanOf(string boundary, long headerLength) =>
        Offset == 0 && Length == Spool.Length && Spool.Scan is { } scan && scan.Boundary == boundary && scan.BodyOffset == headerLength ? scan : null;
}
