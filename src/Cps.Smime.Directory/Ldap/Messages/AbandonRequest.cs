using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>Asks the server to stop an operation (RFC 4511 section 4.11); nothing answers it.</summary>
internal sealed record AbandonRequest(int MessageId) : ILdapRequest
{
    public void Write(AsnWriter writer) => writer.WriteInteger(MessageId, LdapTags.AbandonRequest);
}
