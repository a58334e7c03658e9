using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// An object of a token (PKCS#11 v2.20 section 10): attributes as bytes, CK_ULONG ones as eight bytes, little endian. A private key
/// carries its key and the rule that says what may be done with it.
/// </summary>
internal sealed class TokenObject
{
    private static readonly HashSet<ulong> s_numbers = [Ck.CKA_CLASS, Ck.CKA_CERTIFICATE_TYPE, Ck.CKA_KEY_TYPE];

    private readonly Dictionary<ulong, byte[]> _attributes = [];

    /// <summary>Makes an object of this class.</summary>
    public TokenObject(ulong objectClass, bool isPrivate)
    {
        Set(Ck.CKA_CLASS, objectClass);
        Set(Ck.CKA_TOKEN, true);
        Set(Ck.CKA_PRIVATE, isPrivate);
        Set(Ck.CKA_MODIFIABLE, false);
        IsPrivate = isPrivate;
    }

    /// <summary>Whether the object is seen only after a login.</summary>
    public bool IsPrivate { get; }

    /// <summary>Whether C_SetAttributeValue may write CKA_VALUE.</summary>
    public bool IsWritable { get; init; }

    /// <summary>The private key, or null.</summary>
    public RSA? Key { get; init; }

    /// <summary>What may be done with the key.</summary>
    public KeyRule Rule { get; init; } = KeyRule.None;

    /// <summary>Whether every use of the key needs a login of its own.</summary>
    public bool AlwaysAuthenticate { get; init; }

    /// <summary>Whether the attribute is a CK_ULONG.</summary>
    public static bool IsNumber(ulong attribute) => s_numbers.Contains(attribute);

    /// <summary>Reads a CK_ULONG of four or eight bytes.</summary>
    public static ulong ReadNumber(ReadOnlySpan<byte> value) => value.Length switch
    {
        4 => BinaryPrimitives.ReadUInt32LittleEndian(value),
        8 => BinaryPrimitives.ReadUInt64LittleEndian(value),
        _ => ulong.MaxValue,
    };

    /// <summary>The value of an attribute, or null when the object has none that may be read.</summary>
    public byte[]? Find(ulong attribute) => _attributes.GetValueOrDefault(attribute);

    public void Set(ulong attribute, byte[] value) => _attributes[attribute] = value;

    public void Set(ulong attribute, string value) => Set(attribute, Encoding.UTF8.GetBytes(value));

    public void Set(ulong attribute, bool value) => Set(attribute, [value ? (byte)1 : (byte)0]);

    public void Set(ulong attribute, ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Set(attribute, bytes);
    }

    /// <summary>Whether the object has exactly these attributes (C_FindObjectsInit).</summary>
    public bool Matches(IEnumerable<KeyValuePair<ulong, byte[]>> template) => template.All(wanted =>
        Find(wanted.Key) is { } has
        && (IsNumber(wanted.Key) ? ReadNumber(wanted.Value) == ReadNumber(has) : wanted.Value.AsSpan().SequenceEqual(has)));
}
