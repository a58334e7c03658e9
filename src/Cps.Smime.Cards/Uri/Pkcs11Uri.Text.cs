using System.Globalization;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>How attributes are written and read: names, escapes, checks (RFC 7512 section 2.3).</summary>
public sealed partial class Pkcs11Uri
{
    private const string Unescaped = "-._~:[]@!$'()*+,=";
    private const string AlsoInQuery = "/?|";

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] s_types = ["public", "private", "cert", "secret-key", "data"];

    /// <summary>The URI, its attributes in the order of RFC 7512; identifiers are escaped byte by byte.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Scheme);
        Write(text, _path, s_pathNames, ';', "");
        if (_query.Count > 0)
        {
            text.Append('?');
            Write(text, _query, s_queryNames, '&', AlsoInQuery);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, SortedDictionary<int, byte[]> values, string[] names, char separator, string alsoUnescaped)
    {
        bool isFirst = true;
        foreach ((int index, byte[] value) in values)
        {
            if (!isFirst)
            {
                text.Append(separator);
            }

            isFirst = false;
            text.Append(names[index]).Append('=');
            bool isBytes = names[index] == "id";
            foreach (byte b in value)
            {
                char c = (char)b;
                if (!isBytes && (char.IsAsciiLetterOrDigit(c) || Unescaped.Contains(c, StringComparison.Ordinal) || alsoUnescaped.Contains(c, StringComparison.Ordinal)))
                {
                    text.Append(c);
                }
                else
                {
                    text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
                }
            }
        }
    }

    // False for a name that is not known.
    private static bool Add(string part, string[] names, SortedDictionary<int, byte[]> values)
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        string name = equals > 0 ? part[..equals] : throw Malformed("an attribute of a PKCS#11 URI is not name=value");
        if (name == "pin-value")
        {
            throw new CardException(CpsErrorCode.Refused, "a PKCS#11 URI with pin-value is refused", null,
                "Take the PIN out of the URI; it is asked for when it is needed");
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw Malformed("an attribute name of a PKCS#11 URI has a character that is not allowed");
        }

        byte[] value = Unescape(part.AsSpan(equals + 1), ReferenceEquals(names, s_queryNames) ? AlsoInQuery : "&");
        int index = Array.IndexOf(names, name);
        if (index < 0)
        {
            return false;
        }

        return values.TryAdd(index, value) ? true : throw Malformed($"the attribute {name} of a PKCS#11 URI stands twice");
    }

    private static byte[] Unescape(ReadOnlySpan<char> text, string alsoAllowed)
    {
        List<byte> bytes = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '%')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte b))
                {
                    throw Malformed("a PKCS#11 URI has a broken percent escape");
                }

                bytes.Add(b);
                i += 2;
            }
            else if (char.IsAsciiLetterOrDigit(c) || Unescaped.Contains(c, StringComparison.Ordinal) || alsoAllowed.Contains(c, StringComparison.Ordinal))
            {
                bytes.Add((byte)c);
            }
            else
            {
                throw Malformed("a PKCS#11 URI has a character that must be percent-escaped");
            }
        }

        return [.. bytes];
    }

    private void Check()
    {
        foreach (byte[] value in _path.Where(p => s_pathNames[p.Key] != "id").Concat(_query).Select(p => p.Value))
        {
            try
            {
                s_strict.GetCharCount(value);
            }
            catch (DecoderFallbackException)
            {
                throw Malformed("a PKCS#11 URI has a text that is not UTF-8");
            }
        }

        if (Text(_path, s_pathNames, "slot-id") is { } slot && !ulong.TryParse(slot, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw Malformed("the slot-id of a PKCS#11 URI is not a number");
        }

        if (ObjectType is { } type && !s_types.Contains(type, StringComparer.Ordinal))
        {
            throw Malformed("the type of a PKCS#11 URI is not public, private, cert, secret-key or data");
        }

        if (LibraryVersion is { } version && !version.Split('.').All(n => byte.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            throw Malformed("the library-version of a PKCS#11 URI is not major.minor");
        }
    }
}
