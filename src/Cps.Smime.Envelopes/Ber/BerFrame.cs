namespace Cps.Smime.Envelopes;

/// <summary>
/// One of the structures that lie around a content that is too long to be held: a tag, what stands inside it before the next structure
/// (or the content), and how much will follow after that. Immutable.
/// </summary>
/// <param name="Tag">The identifier octet.</param>
/// <param name="Before">What stands before the next structure.</param>
/// <param name="After">How many octets follow the next structure, which whoever writes the content writes afterwards.</param>
internal sealed record BerFrame(byte Tag, byte[] Before, long After = 0)
{
    /// <summary>Everything that stands before the content.</summary>
    /// <param name="frames">The structures, outermost first; the last one holds the content.</param>
    /// <param name="contentLength">The content's length; null to write the indefinite form (X.690 section 8.1.3.6), which DER forbids.</param>
    public static byte[] Write(IReadOnlyList<BerFrame> frames, long? contentLength)
    {
        byte[] header = [];
        long inside = contentLength ?? 0;
        Span<byte> length = stackalloc byte[9];
        foreach (BerFrame frame in frames.Reverse())
        {
            inside += frame.After;
            int count = BerLength.Write(length, contentLength is null ? -1 : checked(frame.Before.Length + header.Length + inside));
            header = [frame.Tag, .. length[..count], .. frame.Before, .. header];
        }

        return header;
    }
}
