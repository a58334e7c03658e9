using System.Globalization;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>
/// A PKCS#11 URI (RFC 7512): names a token, and a certificate or key in it, in one line of a configuration. Immutable. A URI with
/// <c>pin-value</c> is refused: a PIN does not belong into a configuration, a command line or a log.
/// </summary>
public sealed partial class Pkcs11Uri : IEquatable<Pkcs11Uri>
{
    private const int MaximumLength = 4096;
    private const string Scheme = "pkcs11:";

    private static readonly string[] s_pathNames =
    [
        "token", "manufacturer", "serial", "model", "library-manufacturer", "library-version", "library-description", "object", "type", "id",
        "slot-description", "slot-manufacturer", "slot-id",
    ];

    private static readonly string[] s_queryNames = ["pin-source", "module-name", "module-path"];

    private readonly SortedDictionary<int, byte[]> _path = [];
    private readonly SortedDictionary<int, byte[]> _query = [];

    private Pkcs11Uri()
    {
    }

    /// <summary>The token's label; null for any.</summary>
    public string? Token => Text(_path, s_pathNames, "token");

    /// <summary>The token's maker; null for any.</summary>
    public string? Manufacturer => Text(_path, s_pathNames, "manufacturer");

    /// <summary>The token's serial number; null for any.</summary>
    public string? Serial => Text(_path, s_pathNames, "serial");

    /// <summary>The token's model; null for any.</summary>
    public string? Model => Text(_path, s_pathNames, "model");

    /// <summary>The label of the object (CKA_LABEL); null for any.</summary>
    public string? ObjectLabel => Text(_path, s_pathNames, "object");

    /// <summary>The class of the object: <c>cert</c>, <c>private</c>, <c>public</c>, <c>secret-key</c> or <c>data</c>; null for any.</summary>
    public string? ObjectType => Text(_path, s_pathNames, "type");

    /// <summary>The identifier of the object (CKA_ID); null for any.</summary>
    public ReadOnlyMemory<byte>? Id => _path.TryGetValue(Array.IndexOf(s_pathNames, "id"), out byte[]? id) ? id : (ReadOnlyMemory<byte>?)null;

    /// <summary>The slot's number; null for any.</summary>
    public ulong? SlotId => Text(_path, s_pathNames, "slot-id") is { } id ? ulong.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <summary>The reader's name (slotDescription); null for any.</summary>
    public string? SlotDescription => Text(_path, s_pathNames, "slot-description");

    /// <summary>The reader's maker; null for any.</summary>
    public string? SlotManufacturer => Text(_path, s_pathNames, "slot-manufacturer");

    /// <summary>The maker of the module; null for any.</summary>
    public string? LibraryManufacturer => Text(_path, s_pathNames, "library-manufacturer");

    /// <summary>The description of the module; null for any.</summary>
    public string? LibraryDescription => Text(_path, s_pathNames, "library-description");

    /// <summary>The version of the module as <c>major</c> or <c>major.minor</c>; null for any.</summary>
    public string? LibraryVersion => Text(_path, s_pathNames, "library-version");

    /// <summary>Where a PIN may be found; this library does not read it, an <see cref="IPinProvider"/> of the program may.</summary>
    public string? PinSource => Text(_query, s_queryNames, "pin-source");

    /// <summary>The absolute path of the module's file; null when not named.</summary>
    public string? ModulePath => Text(_query, s_queryNames, "module-path");

    /// <summary>The name of the module without path; this library does not search for files and leaves it to the program.</summary>
    public string? ModuleName => Text(_query, s_queryNames, "module-name");

    /// <summary>Whether the URI names an object and not just a token.</summary>
    public bool NamesObject => Id is not null || ObjectLabel is not null;

    /// <summary>Whether the path has an attribute that is not known; such a URI matches nothing (RFC 7512 section 2.3).</summary>
    public bool HasUnknownAttributes { get; private set; }

    /// <summary>Reads a URI.</summary>
    /// <exception cref="CardException"><see cref="CpsErrorCode.Malformed"/>, or <see cref="CpsErrorCode.Refused"/> for one that carries a PIN.
    /// The text itself is not in the message, because it might carry one.</exception>
    public static Pkcs11Uri Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Malformed($"a PKCS#11 URI begins with \"{Scheme}\" and has at most {MaximumLength} characters");
        }

        string rest = text[Scheme.Length..];
        int mark = rest.IndexOf('?', StringComparison.Ordinal);
        Pkcs11Uri uri = new();
        string path = mark < 0 ? rest : rest[..mark];
        foreach (string part in path.Length == 0 ? [] : path.Split(';'))
        {
            uri.HasUnknownAttributes |= !Add(part, s_pathNames, uri._path);
        }

        foreach (string part in mark < 0 ? [] : rest[(mark + 1)..].Split('&'))
        {
            Add(part, s_queryNames, uri._query);
        }

        uri.Check();
        return uri;
    }

    /// <summary>Reads a URI; false when it is not one or is refused.</summary>
    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Pkcs11Uri? uri)
    {
        try
        {
            uri = text is null ? null : Parse(text);
        }
        catch (CardException)
        {
            uri = null;
        }

        return uri is not null;
    }

    /// <summary>The URI of a certificate on a card: token, serial number, identifier and label.</summary>
    public static Pkcs11Uri For(CardToken token, CardCertificate? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        Pkcs11Uri uri = new();
        uri.Set("token", Encoding.UTF8.GetBytes(token.Label));
        uri.Set("serial", Encoding.UTF8.GetBytes(token.SerialNumber));
        if (certificate is not null)
        {
            uri.Set("object", Encoding.UTF8.GetBytes(certificate.Label));
            uri.Set("id", certificate.Id.ToArray());
            uri.Set("type", "cert"u8.ToArray());
        }

        return uri;
    }

    /// <summary>Whether both name the same, in whatever order and escapes they were written.</summary>
    public bool Equals(Pkcs11Uri? other) => other is not null && HasUnknownAttributes == other.HasUnknownAttributes
        && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Pkcs11Uri);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    private void Set(string name, byte[] value) => _path[Array.IndexOf(s_pathNames, name)] = value;

    private static string? Text(SortedDictionary<int, byte[]> values, string[] names, string name) =>
        values.TryGetValue(Array.IndexOf(names, name), out byte[]? value) ? Encoding.UTF8.GetString(value) : null;

    private static CardException Malformed(string message) => new(CpsErrorCode.Malformed, message, null, "See RFC 7512 for the form of PKCS#11 URIs");
}
