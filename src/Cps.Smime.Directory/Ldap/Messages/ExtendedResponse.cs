using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>The answer to an ExtendedRequest, or an unsolicited notification (RFC 4511 sections 4.12 and 4.4).</summary>
internal sealed record ExtendedResponse(LdapResult Result, string? Name)
{
    /// <summary>The server says that it is about to close the connection (RFC 4511 section 4.4.1).</summary>
    public const string NoticeOfDisconnection = "1.3.6.1.4.1.1466.20036";

    private static readonly Asn1Tag s_responseName = LdapTags.Context(10);

    public static ExtendedResponse Read(LdapMessage message)
    {
        AsnReader response = message.Open();
        LdapResult result = LdapResult.Read(response);
        return new ExtendedResponse(result, response.Peeks(s_responseName) ? response.ReadLdapString(s_responseName) : null);
    }
}
