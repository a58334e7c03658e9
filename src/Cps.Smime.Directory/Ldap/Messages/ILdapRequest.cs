using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>A protocol operation that the client sends.</summary>
internal interface ILdapRequest
{
    void Write(AsnWriter writer);
}
