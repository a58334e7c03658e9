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
}
