namespace Cps.Smime.Directories;

/// <summary>The end of a search (RFC 4511 section 4.5.2).</summary>
internal static class SearchResultDone
{
    public static LdapResult Read(LdapMessage message) => LdapResult.Read(message.Open());
}
