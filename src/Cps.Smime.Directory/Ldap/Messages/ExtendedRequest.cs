using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>An extended operation without a value (RFC 4511 section 4.12).</summary>
internal sealed record ExtendedRequest(string Name) : ILdapRequest
{
    private static readonly Asn1Tag s_requestName = LdapTags.Context(0);

    /// <summary>Asks to go on under TLS (RFC 4511 section 4.14).</summary>
    public static ExtendedRequest StartTls { get; } = new("1.3.6.1.4.1.1466.20037");

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence(LdapTags.ExtendedRequest))
        {
            writer.WriteLdapString(Name, s_requestName);
        }
    }
}
