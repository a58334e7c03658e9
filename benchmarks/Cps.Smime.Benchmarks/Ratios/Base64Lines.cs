using System.Buffers.Text;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>
/// Base64 in lines of 76 characters at the speed of the platform's vectorised coder: the limit is measured with it, and the peers that work
/// on arrays get it as the best glue they could have.
/// </summary>
internal static class Base64Lines
{
    private const int LineBytes = 57;
    private const int LineCharacters = 76;
    private const int LinesAtOnce = 256;

    [ThreadStatic]
    private static byte[]? s_scratch;

    private static byte[] Scratch => s_scratch ??= new byte[LinesAtOnce * LineCharacters];

    /// <summary>How long the text is, line ends included.</summary>
    public static long EncodedLength(long length) => (length + 2) / 3 * 4 + (length + LineBytes - 1) / LineBytes * 2;

    /// <summary>Encodes; every line, the last one too, ends in CRLF.</summary>
    /// <returns>How many characters were written.</returns>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        int written = 0;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, LinesAtOnce * LineBytes);
            Base64.EncodeToUtf8(bytes[..count], Scratch, out _, out int characters);
            for (ReadOnlySpan<byte> rest = Scratch.AsSpan(0, characters); !rest.IsEmpty;)
            {
                int line = Math.Min(LineCharacters, rest.Length);
                rest[..line].CopyTo(text[written..]);
                text[written + line] = (byte)'\r';
                text[written + line + 1] = (byte)'\n';
                written += line + 2;
                rest = rest[line..];
            }

            bytes = bytes[count..];
        }

        return written;
    }

    /// <summary>Decodes text in lines of 76 characters.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        int written = 0;
        while (!text.IsEmpty)
        {
            int characters = 0;
            for (int line = 0; line < LinesAtOnce && !text.IsEmpty; line++)
            {
                int end = text.Length > LineCharacters && text[LineCharacters] == '\r' ? LineCharacters : text.IndexOf((byte)'\r');
                end = end < 0 ? text.Length : end;
                text[..end].CopyTo(Scratch.AsSpan(characters));
                characters += end;
                text = text[Math.Min(text.Length, end + 2)..];
            }

            Base64.DecodeFromUtf8(Scratch.AsSpan(0, characters), bytes[written..], out _, out int count);
            written += count;
        }

        return written;
    }
}
