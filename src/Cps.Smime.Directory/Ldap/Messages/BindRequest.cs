using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>Authentication of version 3 (RFC 4511 section 4.2): anonymous with an empty name and password, or simple.</summary>
internal sealed class BindRequest : ILdapRequest
{
    private const int Version = 3;
    private static readonly Asn1Tag s_simple = LdapTags.Context(0);

    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _password;

    private BindRequest(string name, ReadOnlyMemory<byte> password)
    {
        _name = name;
        _password = password;
    }

    public static BindRequest Anonymous { get; } = new("", default);

    public static BindRequest Simple(string name, ReadOnlyMemory<byte> password) => new(name, password);

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence(LdapTags.BindRequest))
        {
            writer.WriteInteger(Version);
            writer.WriteLdapString(_name);
            writer.WriteOctetString(_password.Span, s_simple);
        }
    }
}
