using System.Text;

namespace Cps.Smime.Directories;

/// <summary>
/// Writes entries as LDIF version 1 (RFC 2849), in ASCII with LF line ends: values that are no SAFE-STRING, or that end with a space, go
/// in base64, and lines are folded at 76 characters. Not safe for several threads at once.
/// </summary>
public sealed class LdifWriter
{
    private const int MaximumLine = 76;

    private readonly TextWriter _writer;
    private bool _hasBegun;

    /// <summary>Makes a writer over a text writer, which stays the caller's.</summary>
    public LdifWriter(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
    }

    /// <summary>Writes one entry; before the first, the version line.</summary>
    public void Write(LdifEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        // No empty line after the version, as in the examples of RFC 2849.
        _writer.Write(_hasBegun ? "\n" : "version: 1\n");
        _hasBegun = true;
        WriteLine("dn", Encoding.UTF8.GetBytes(entry.DistinguishedName));
        foreach (LdifAttribute attribute in entry.Attributes)
        {
            WriteLine(attribute.Description, attribute.Value.Span);
        }
    }

    /// <summary>Whether the bytes may stand in LDIF as they are: SAFE-STRING, and no space at the end.</summary>
    internal static bool IsSafe(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return true;
        }

        return value[0] is not ((byte)' ' or (byte)':' or (byte)'<') && value[^1] != ' ' && !value.ContainsAnyExceptInRange((byte)1, (byte)127)
            && value.IndexOfAny((byte)'\r', (byte)'\n') < 0;
    }

    private void WriteLine(string description, ReadOnlySpan<byte> value)
    {
        string line = value.IsEmpty
            ? description + ":"
            : IsSafe(value) ? $"{description}: {Encoding.ASCII.GetString(value)}" : $"{description}:: {Convert.ToBase64String(value)}";
        ReadOnlySpan<char> rest = line;
        _writer.Write(rest[..Math.Min(MaximumLine, rest.Length)]);
        _writer.Write('\n');
        for (rest = rest[Math.Min(MaximumLine, rest.Length)..]; rest.Length > 0; rest = rest[Math.Min(MaximumLine - 1, rest.Length)..])
        {
            _writer.Write(' ');
            _writer.Write(rest[..Math.Min(MaximumLine - 1, rest.Length)]);
            _writer.Write('\n');
        }
    }
}
