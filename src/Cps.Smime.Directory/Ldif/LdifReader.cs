using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// Reads LDIF version 1 (RFC 2849), content records only. Refused, with the line's number: change records, values that name another
/// file or URL (<c>:&lt;</c>), and what the grammar does not allow. Three things that tools write outside the grammar are accepted: no
/// version line, a byte order mark, and values in bare UTF-8.
/// </summary>
public static class LdifReader
{
    /// <summary>Reads the entries one by one; errors come when their line is reached.</summary>
    /// <param name="ldif">The bytes of the file.</param>
    /// <param name="limits">How much is read; null for <see cref="LdifLimits.Default"/>.</param>
    /// <param name="name">What to call the file in an error.</param>
    /// <exception cref="DirectoryException">While reading: <see cref="CpsErrorCode.Malformed"/>, <see cref="CpsErrorCode.Refused"/> or
    /// <see cref="CpsErrorCode.LimitExceeded"/>, with <see cref="DirectoryException.LineNumber"/>.</exception>
    public static IEnumerable<LdifEntry> Read(ReadOnlyMemory<byte> ldif, LdifLimits? limits = null, string? name = null)
    {
        limits ??= LdifLimits.Default;
        LdifLines lines = new(ldif, limits, name);
        if (ldif.Length > limits.MaximumFileBytes)
        {
            throw new DirectoryException(CpsErrorCode.LimitExceeded, $"the LDIF file is larger than {limits.MaximumFileBytes} bytes", name);
        }

        return ReadEntries(lines, limits);
    }

    private static IEnumerable<LdifEntry> ReadEntries(LdifLines lines, LdifLimits limits)
    {
        int count = 0;
        bool isFirst = true;
        while (lines.TryRead(out ReadOnlyMemory<byte> line))
        {
            if (line.Length == 0)
            {
                continue;
            }

            LdifAttribute attribute = ReadAttribute(line, lines, limits);
            if (isFirst && Is(attribute, "version"))
            {
                CheckVersion(attribute, lines);
            }
            else if (++count > limits.MaximumEntries)
            {
                throw lines.Error(CpsErrorCode.LimitExceeded, $"the LDIF file has more than {limits.MaximumEntries} entries");
            }
            else
            {
                yield return ReadEntry(attribute, lines, limits);
            }

            isFirst = false;
        }
    }

    private static void CheckVersion(LdifAttribute version, LdifLines lines)
    {
        if (version.Text != "1")
        {
            throw lines.Error(CpsErrorCode.Malformed, "the LDIF version is not 1");
        }
    }

    private static LdifEntry ReadEntry(LdifAttribute dn, LdifLines lines, LdifLimits limits)
    {
        if (!Is(dn, "dn"))
        {
            throw lines.Error(CpsErrorCode.Malformed, "an entry does not begin with \"dn:\"");
        }

        int start = lines.Number;
        List<LdifAttribute> attributes = [];
        while (lines.TryRead(out ReadOnlyMemory<byte> line) && line.Length > 0)
        {
            LdifAttribute attribute = ReadAttribute(line, lines, limits);
            if (attributes.Count == 0 && (Is(attribute, "changetype") || Is(attribute, "control")))
            {
                throw lines.Error(CpsErrorCode.Refused, "the LDIF file describes changes, not entries",
                    "Export the entries themselves, for example with ldapsearch -LLL.");
            }

            if (Is(attribute, "dn"))
            {
                throw lines.Error(CpsErrorCode.Malformed, "an entry begins without an empty line before it");
            }

            if (attributes.Count >= limits.MaximumValues)
            {
                throw lines.Error(CpsErrorCode.LimitExceeded, $"an entry has more than {limits.MaximumValues} values");
            }

            attributes.Add(attribute);
        }

        return new LdifEntry(dn.Text, attributes) { LineNumber = start };
    }

    private static LdifAttribute ReadAttribute(ReadOnlyMemory<byte> line, LdifLines lines, LdifLimits limits)
    {
        int colon = line.Span.IndexOf((byte)':');
        string description = colon < 0 ? "" : Encoding.Latin1.GetString(line.Span[..colon]);
        if (!AttributeDescription.IsValid(description))
        {
            throw lines.Error(CpsErrorCode.Malformed, "a line does not begin with an attribute's name and a colon");
        }

        ReadOnlyMemory<byte> rest = line[(colon + 1)..];
        byte mark = rest.Length > 0 ? rest.Span[0] : (byte)0;
        if (mark == '<')
        {
            throw lines.Error(CpsErrorCode.Refused, "a value is to be read from a URL, which is never done",
                "Write the value itself, in base64 after \"::\".");
        }

        ReadOnlyMemory<byte> value = mark == ':' ? ReadBase64(SkipFill(rest[1..]), lines) : ReadText(SkipFill(rest), lines);
        return value.Length <= limits.MaximumValueBytes
            ? new LdifAttribute(description, value)
            : throw lines.Error(CpsErrorCode.LimitExceeded, $"a value is larger than {limits.MaximumValueBytes} bytes");
    }

    private static ReadOnlyMemory<byte> ReadText(ReadOnlyMemory<byte> text, LdifLines lines) =>
        text.Span.Contains((byte)0) || text.Span.Contains((byte)'\r') || !Utf8.IsValid(text.Span)
            ? throw lines.Error(CpsErrorCode.Malformed, "a value is neither plain text nor UTF-8; it must be in base64")
            : text;

    private static byte[] ReadBase64(ReadOnlyMemory<byte> text, LdifLines lines)
    {
        byte[] value = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        bool isClean = text.Span.IndexOfAny((byte)' ', (byte)'\t', (byte)'\r') < 0;
        if (!isClean || Base64.DecodeFromUtf8(text.Span, value, out _, out int written) != OperationStatus.Done)
        {
            throw lines.Error(CpsErrorCode.Malformed, "a value after \"::\" is not base64");
        }

        return value[..written];
    }

    private static ReadOnlyMemory<byte> SkipFill(ReadOnlyMemory<byte> text)
    {
        int start = text.Span.IndexOfAnyExcept((byte)' ');
        return start < 0 ? default : text[start..];
    }

    private static bool Is(LdifAttribute attribute, string name) => attribute.Description.Equals(name, StringComparison.OrdinalIgnoreCase);
}
