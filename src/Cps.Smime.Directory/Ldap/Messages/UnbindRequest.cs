using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>The end of the conversation (RFC 4511 section 4.3); nothing answers it.</summary>
internal sealed class UnbindRequest : ILdapRequest
{
    public static UnbindRequest Instance { get; } = new();

    public void Write(AsnWriter writer) => writer.WriteNull(LdapTags.UnbindRequest);
}
