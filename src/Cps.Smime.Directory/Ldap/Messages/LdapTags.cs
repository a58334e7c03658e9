using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>The tags of the protocol operations (RFC 4511 appendix B) that a search-only client meets.</summary>
internal static class LdapTags
{
    public static readonly Asn1Tag BindRequest = Application(0, isConstructed: true);
    public static readonly Asn1Tag BindResponse = Application(1, isConstructed: true);
    public static readonly Asn1Tag UnbindRequest = Application(2, isConstructed: false);
    public static readonly Asn1Tag SearchRequest = Application(3, isConstructed: true);
    public static readonly Asn1Tag SearchResultEntry = Application(4, isConstructed: true);
    public static readonly Asn1Tag SearchResultDone = Application(5, isConstructed: true);
    public static readonly Asn1Tag AbandonRequest = Application(16, isConstructed: false);
    public static readonly Asn1Tag SearchResultReference = Application(19, isConstructed: true);
    public static readonly Asn1Tag ExtendedRequest = Application(23, isConstructed: true);
    public static readonly Asn1Tag ExtendedResponse = Application(24, isConstructed: true);

    public static Asn1Tag Context(int value, bool isConstructed = false) => new(TagClass.ContextSpecific, value, isConstructed);

    private static Asn1Tag Application(int value, bool isConstructed) => new(TagClass.Application, value, isConstructed);
}
