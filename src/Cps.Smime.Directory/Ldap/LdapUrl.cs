using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Unicode;

namespace Cps.Smime.Directories;

/// <summary>
/// An LDAP URL (RFC 4516) that names a server and where to search: <c>ldap://host:port/baseDN?attributes?scope</c>. A host is needed; a
/// filter, user information and critical extensions are refused, because the look-up makes its own filter and knows no extension.
/// </summary>
/// <param name="Host">The host name or IP address, an IPv6 address without its brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="IsLdaps">Whether the scheme is <c>ldaps</c>.</param>
public sealed record LdapUrl(string Host, int Port, bool IsLdaps)
{
    private const int MaximumLength = 4096;

    /// <summary>The distinguished name below which to search; empty for the root.</summary>
    public string BaseDn { get; init; } = "";

    /// <summary>The attributes to return; empty when the URL gives none.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The scope, or null when the URL gives none.</summary>
    public LdapScope? Scope { get; init; }

    /// <summary>Whether a text begins as an LDAP URL does.</summary>
    public static bool HasLdapScheme(string text) =>
        text is not null && (text.StartsWith("ldap://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("ldaps://", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a URL.</summary>
    /// <exception cref="FormatException">It is none, or has a part that is refused; the message says which.</exception>
    public static LdapUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out string? error) ?? throw new FormatException(error);
    }

    /// <summary>Reads a URL; false when it is none, or has a part that is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LdapUrl? url)
    {
        url = text is null ? null : Read(text, out _);
        return url is not null;
    }

    /// <summary>The URL, with what needs it percent-encoded.</summary>
    public override string ToString()
    {
        string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        string server = string.Create(CultureInfo.InvariantCulture, $"{(IsLdaps ? "ldaps" : "ldap")}://{host}:{Port}");
        string scope = Scope switch { LdapScope.Base => "base", LdapScope.OneLevel => "one", LdapScope.Subtree => "sub", _ => "" };
        string tail = scope.Length > 0 ? $"?{string.Join(',', Attributes)}?{scope}" : Attributes.Count > 0 ? $"?{string.Join(',', Attributes)}" : "";
        return BaseDn.Length + tail.Length == 0 ? server : $"{server}/{Uri.EscapeDataString(BaseDn)}{tail}";
    }

    private static LdapUrl? Read(string text, out string? error)
    {
        error = null;
        if (text.Length > MaximumLength || !HasLdapScheme(text))
        {
            error = "An LDAP URL begins with ldap:// or ldaps://.";
            return null;
        }

        bool isLdaps = text[4] is 's' or 'S';
        string rest = text[(isLdaps ? 8 : 7)..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string[] parts = slash < 0 ? [""] : rest[(slash + 1)..].Split('?');
        if (!TryReadHost(slash < 0 ? rest : rest[..slash], isLdaps, out string host, out int port))
        {
            error = "The LDAP URL names no host, or not in the form host:port.";
        }
        else if (!TryDecode(parts[0], out string baseDn) || !TryReadAttributes(parts, out string[] attributes))
        {
            error = "The base or an attribute of the LDAP URL is badly encoded.";
        }
        else if (!TryReadScope(parts.ElementAtOrDefault(2) ?? "", out LdapScope? scope))
        {
            error = "The scope of the LDAP URL is none of base, one, sub.";
        }
        else if (parts.ElementAtOrDefault(3) is { Length: > 0 })
        {
            error = "The LDAP URL has a filter: the look-up makes its own.";
        }
        else if (parts.Length > 5 || (parts.ElementAtOrDefault(4) ?? "").Split(',').Any(e => e.StartsWith('!') || e.StartsWith("%21", StringComparison.Ordinal)))
        {
            error = "The LDAP URL has a critical extension, and none is known.";
        }
        else
        {
            return new LdapUrl(host, port, isLdaps) { BaseDn = baseDn, Attributes = attributes, Scope = scope };
        }

        return null;
    }

    private static bool TryReadHost(string text, bool isLdaps, out string host, out int port)
    {
        host = "";
        port = isLdaps ? 636 : 389;
        int afterBracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        int colon = text.IndexOf(':', afterBracket);
        if (colon >= 0 && (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            return false;
        }

        string name = colon < 0 ? text : text[..colon];
        if (afterBracket > 0)
        {
            host = afterBracket == name.Length ? name[1..^1] : "";
            return IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        }

        host = name;
        return name.Length is > 0 and <= 255 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
    }

    private static bool TryReadAttributes(string[] parts, out string[] attributes)
    {
        attributes = [];
        if (parts.Length < 2 || parts[1].Length == 0)
        {
            return true;
        }

        List<string> read = [];
        foreach (string part in parts[1].Split(','))
        {
            if (!TryDecode(part, out string attribute) || !AttributeDescription.IsValid(attribute))
            {
                return false;
            }

            read.Add(attribute);
        }

        attributes = [.. read];
        return true;
    }

    private static bool TryReadScope(string text, out LdapScope? scope)
    {
        scope = text switch { "base" => LdapScope.Base, "one" => LdapScope.OneLevel, "sub" => LdapScope.Subtree, _ => null };
        return scope is not null || text.Length == 0;
    }

    // Strict: % must be followed by two digits, and the bytes must be UTF-8 without control characters.
    private static bool TryDecode(string text, out string decoded)
    {
        decoded = "";
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        List<byte> bytes = new(encoded.Length);
        for (int i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                bytes.Add(encoded[i]);
            }
            else if (i + 2 < encoded.Length && byte.TryParse(encoded.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        byte[] all = [.. bytes];
        decoded = Encoding.UTF8.GetString(all);
        return Utf8.IsValid(all) && !decoded.Any(char.IsControl);
    }
}
