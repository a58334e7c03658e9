namespace Cps.Smime.Mime;

/// <summary>A run of base64 lines of one length, ended by CRLF, that a <see cref="MimeSpool"/> keeps as the bytes they stand for.</summary>
/// <param name="Offset">Where the run begins in the content.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="LineLength">The characters of a line.</param>
/// <param name="StoredOffset">Where its bytes begin in the store.</param>
internal readonly record struct Base64Segment(long Offset, long Lines, int LineLength, long StoredOffset)
{
    /// <summary>A line with its line end.</summary>
    public int Stride => LineLength + 2;

    /// <summary>The length of the run in the content.</summary>
    public long Length => Lines * Stride;

    /// <summary>Where it ends in the content.</summary>
    public long End => Offset + Length;

    /// <summary>How many bytes a line stands for.</summary>
    public int LineBytes => Base64Run.BytesOf(LineLength);

    /// <summary>Where its bytes end in the store.</summary>
    public long StoredEnd => StoredOffset + (Lines * LineBytes);
}
