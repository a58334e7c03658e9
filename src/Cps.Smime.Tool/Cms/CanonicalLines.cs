namespace Cps.Smime.Tool.Cms;

/// <summary>The canonical form of a text (RFC 8551 section 3.1.1): a carriage return before every line feed. Not for several threads.</summary>
internal sealed class CanonicalLines(SpanTaker take)
{
    private byte _last;

    /// <summary>Whether a line feed had none.</summary>
    public bool HasBareLineFeed { get; private set; }

    /// <summary>Takes the next bytes of the text.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int lineFeed = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = lineFeed < 0 ? text : text[..lineFeed];
            byte before = line.IsEmpty ? _last : line[^1];
            take(line);
            if (lineFeed < 0)
            {
                _last = before;
                return;
            }

            if (before != (byte)'\r')
            {
                HasBareLineFeed = true;
                take("\r"u8);
            }

            take("\n"u8);
            _last = (byte)'\n';
            text = text[(lineFeed + 1)..];
        }
    }
}
