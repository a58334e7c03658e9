using System.Buffers.Text;

namespace Cps.Smime.Mime;

/// <summary>
/// Base64 in lines of 76 characters with CRLF (RFC 2045 section 6.8). Some dozens of lines at a time are encoded in one go, which is what
/// the platform's vectorised encoder is quick at, and then laid out as lines.
/// </summary>
internal static class Base64Lines
{
    /// <summary>How many bytes go into a full line.</summary>
    public const int LineBytes = 57;

    private const int LineCharacters = 76;
    private const int LinesAtOnce = 64;

    /// <summary>The length of the text of so many bytes.</summary>
    public static int EncodedLength(int bytes) => Base64.GetMaxEncodedToUtf8Length(bytes) + (((bytes + LineBytes - 1) / LineBytes) * 2);

    /// <summary>Encodes; every line ends in CRLF, the last and shorter one too.</summary>
    /// <returns>How many characters were written.</returns>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<byte> lines)
    {
        Span<byte> characters = stackalloc byte[LinesAtOnce * LineCharacters];
        int written = 0;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, LinesAtOnce * LineBytes);
            Base64.EncodeToUtf8(bytes[..count], characters, out _, out int length);
            for (int start = 0; start < length; start += LineCharacters)
            {
                ReadOnlySpan<byte> line = characters[start..Math.Min(start + LineCharacters, length)];
                line.CopyTo(lines[written..]);
                written += line.Length;
                lines[written++] = (byte)'\r';
                lines[written++] = (byte)'\n';
            }

            bytes = bytes[count..];
        }

        return written;
    }
}
