namespace Cps.Smime.Directories;

/// <summary>The answer to a BindRequest (RFC 4511 section 4.2.2); its serverSaslCreds are of no use to a simple bind.</summary>
internal static class BindResponse
{
    public static LdapResult Read(LdapMessage message) => LdapResult.Read(message.Open());
}
