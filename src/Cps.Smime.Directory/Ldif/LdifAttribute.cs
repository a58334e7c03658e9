using System.Text;

namespace Cps.Smime.Directories;

/// <summary>One value of one attribute of an entry. An attribute of several values is several of these. Immutable.</summary>
public sealed class LdifAttribute
{
    /// <summary>Makes an attribute of bytes.</summary>
    /// <param name="description">Its name with its options, such as <c>userCertificate;binary</c>.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The description has characters that none may have (RFC 4512 section 2.5).</exception>
    public LdifAttribute(string description, ReadOnlyMemory<byte> value)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = AttributeDescription.Require(description, nameof(description));
        Type = AttributeDescription.TypeOf(description);
        Value = value;
    }

    /// <summary>Makes an attribute of text, which becomes UTF-8.</summary>
    public LdifAttribute(string description, string text)
        : this(description, Encoding.UTF8.GetBytes(text))
    {
    }

    /// <summary>The name with its options, as it was written.</summary>
    public string Description { get; }

    /// <summary>The name without its options. Names are compared without regard to case.</summary>
    public string Type { get; }

    /// <summary>The value.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The value as UTF-8 text; bytes that are none become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Value.Span);

    /// <summary>The description and the length of the value.</summary>
    public override string ToString() => $"{Description} ({Value.Length} bytes)";
}
