using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>A search (RFC 4511 section 4.5.1). Aliases are never followed; sizes and times are those that the client itself keeps.</summary>
/// <param name="Search">What is searched.</param>
/// <param name="SizeLimit">The greatest number of entries that the server shall return; 0 for no limit.</param>
/// <param name="TimeLimit">How many seconds the server may work; 0 for no limit.</param>
internal sealed record SearchRequest(LdapSearch Search, int SizeLimit, int TimeLimit) : ILdapRequest
{
    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence(LdapTags.SearchRequest))
        {
            writer.WriteLdapString(Search.BaseDn);
            writer.WriteEnumeratedValue(Search.Scope);
            writer.WriteEnumeratedValue(DerefAliases.Never);
            writer.WriteInteger(SizeLimit);
            writer.WriteInteger(TimeLimit);
            writer.WriteBoolean(false);
            Search.Filter.Write(writer);
            using (writer.PushSequence())
            {
                foreach (string attribute in Search.Attributes)
                {
                    writer.WriteLdapString(attribute);
                }
            }
        }
    }

    private enum DerefAliases
    {
        Never = 0,
    }
}
