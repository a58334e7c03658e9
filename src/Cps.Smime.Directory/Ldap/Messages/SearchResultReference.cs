using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>A part of the tree that another server holds (RFC 4511 section 4.5.3): its URLs, which are told and never followed.</summary>
internal static class SearchResultReference
{
    public static List<string> Read(LdapMessage message)
    {
        List<string> urls = [];
        for (AsnReader list = message.Open(); list.HasData;)
        {
            urls.Add(list.ReadLdapString());
        }

        return urls;
    }
}
