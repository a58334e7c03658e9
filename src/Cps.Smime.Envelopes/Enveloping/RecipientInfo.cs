using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// One recipient of an envelope as it stands in the message (RFC 5652 section 6.2), readable without any key. Of this type itself are the
/// recipients that are listed and never opened: other kinds, and structures that cannot be read. Immutable.
/// </summary>
public class RecipientInfo
{
    private protected RecipientInfo(RecipientKind kind, int version, ReadOnlyMemory<byte> encoded)
    {
        Kind = kind;
        Version = version;
        Encoded = encoded;
    }

    /// <summary>The kind.</summary>
    public RecipientKind Kind { get; }

    /// <summary>How the content key is encrypted, by the names of the algorithms, for people; empty when it was not read.</summary>
    public virtual string KeyEncryption => "";

    /// <summary>The structure's version; not zero for one that was not read.</summary>
    internal int Version { get; }

    /// <summary>The recipient info as it stands in the message.</summary>
    internal ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>What this recipient is called in an error: its certificate or its key identifier; null when it has no name.</summary>
    internal virtual IEnumerable<string> Names => [];

    /// <summary>Every place of this recipient info that names the key.</summary>
    internal virtual IEnumerable<RecipientOpening> Match(IRecipientKey key, CmsLimits limits) => [];

    /// <summary>This recipient info without the recipients of these certificates; null when nobody is left.</summary>
    internal virtual ReadOnlyMemory<byte>? Without(IReadOnlyCollection<Certificate> certificates) => Encoded;

    internal static RecipientInfo Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader reader = new(encoded, AsnEncodingRules.BER);
        Asn1Tag tag = reader.PeekTag();
        if (tag.TagClass == TagClass.ContextSpecific && tag.IsConstructed)
        {
            return tag.TagValue switch
            {
                1 => ReadOrList(RecipientKind.KeyAgreement, encoded, KeyAgreeRecipientInfo.Read),
                2 => ReadOrList(RecipientKind.KeyEncryptionKey, encoded, KekRecipientInfo.Read),
                3 => ReadOrList(RecipientKind.Password, encoded, PasswordRecipientInfo.Read),
                4 => ReadOrList(RecipientKind.Other, encoded, KemRecipientInfo.ReadOther),
                _ => throw EnvelopeException.Malformed("a recipient is of an unknown kind"),
            };
        }

        return KeyTransRecipientInfo.Read(encoded);
    }

    // A recipient info that is not understood is somebody else's or a later version's; it is no reason to keep the others from theirs.
    private static RecipientInfo ReadOrList(RecipientKind kind, ReadOnlyMemory<byte> encoded, Func<ReadOnlyMemory<byte>, RecipientInfo?> read)
    {
        try
        {
            return read(encoded) ?? new RecipientInfo(kind, 3, encoded);
        }
        catch (Exception e) when (e is AsnContentException or EnvelopeException)
        {
            return new RecipientInfo(kind, 3, encoded);
        }
    }
}
