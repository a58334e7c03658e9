namespace Cps.Smime.Envelopes;

/// <summary>The version numbers of EnvelopedData (RFC 5652 section 6.1) and AuthEnvelopedData (RFC 5083 section 2.1) as they are written here.</summary>
internal static class EnvelopeVersion
{
    /// <summary>The version of a message without originator information and without unprotected attributes.</summary>
    public static int Of(bool authenticated, IEnumerable<(RecipientKind Kind, int Version)> recipients)
    {
        if (authenticated)
        {
            return 0;
        }

        int version = 0;
        foreach ((RecipientKind kind, int structure) in recipients)
        {
            version = Math.Max(version, kind is RecipientKind.Password or RecipientKind.Other ? 3 : structure == 0 ? 0 : 2);
        }

        return version;
    }

    /// <summary>
    /// The version of a message whose recipients changed. Whether it has unprotected attributes shows only behind the content, so that a version
    /// that was not 0 does not become 0; certificates or revocation lists of other formats keep their version 4.
    /// </summary>
    public static int OfChanged(bool authenticated, int before, bool hasOriginator, IEnumerable<(RecipientKind Kind, int Version)> recipients)
    {
        int version = Of(authenticated, recipients);
        return authenticated || before == 4 ? before : Math.Max(version, before != 0 || hasOriginator ? 2 : 0);
    }
}
