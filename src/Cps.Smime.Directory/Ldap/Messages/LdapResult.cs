using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>How an operation ended (LDAPResult, RFC 4511 section 4.1.9).</summary>
internal sealed record LdapResult(LdapResultCode Code, string MatchedDn, string DiagnosticMessage, IReadOnlyList<string> Referrals)
{
    private static readonly Asn1Tag s_referral = LdapTags.Context(3, isConstructed: true);

    /// <summary>Reads the components; what an extension of LDAPResult adds stays in the reader.</summary>
    public static LdapResult Read(AsnReader reader)
    {
        int code = reader.ReadLdapEnumerated();
        string matched = reader.ReadLdapString();
        string diagnostic = reader.ReadLdapString();
        List<string> referrals = [];
        if (reader.Peeks(s_referral))
        {
            for (AsnReader list = reader.ReadSequence(s_referral); list.HasData;)
            {
                referrals.Add(list.ReadLdapString());
            }
        }

        return new LdapResult((LdapResultCode)code, matched, diagnostic, referrals);
    }
}
