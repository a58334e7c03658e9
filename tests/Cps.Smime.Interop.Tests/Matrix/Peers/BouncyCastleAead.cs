using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>
/// BouncyCastle's CMS has no AuthEnvelopedData, but its EnvelopedData takes AES-GCM and AES-CCM with the tag behind the content: the same
/// recipients and the same bytes in the older structure. This turns one into the other, with BouncyCastle's ASN.1 and nothing of ours.
/// </summary>
internal static class BouncyCastleAead
{
    /// <summary>An AuthEnvelopedData without attributes as EnvelopedData.</summary>
    public static byte[] Join(byte[] message)
    {
        AuthEnvelopedData data = AuthEnvelopedData.GetInstance(ContentInfo.GetInstance(message).Content);
        EncryptedContentInfo content = data.AuthEncryptedContentInfo;
        DerOctetString joined = new([.. content.EncryptedContent.GetOctets(), .. data.Mac.GetOctets()]);
        EnvelopedData envelope = new(data.OriginatorInfo, data.RecipientInfos, new EncryptedContentInfo(content.ContentType, content.ContentEncryptionAlgorithm, joined), (Asn1Set?)null);
        return new ContentInfo(CmsObjectIdentifiers.EnvelopedData, envelope).GetDerEncoded();
    }

    /// <summary>An EnvelopedData of an authenticated cipher as AuthEnvelopedData.</summary>
    public static byte[] Split(ContentInfo message, MessageEncoding encoding)
    {
        const int TagLength = 16;
        EnvelopedData data = EnvelopedData.GetInstance(message.Content);
        EncryptedContentInfo content = data.EncryptedContentInfo;
        byte[] joined = content.EncryptedContent.GetOctets();
        byte[] encrypted = joined[..^TagLength];
        EncryptedContentInfo separate = new(content.ContentType, content.ContentEncryptionAlgorithm,
            encoding == MessageEncoding.Der ? new DerOctetString(encrypted) : new BerOctetString(encrypted));
        AuthEnvelopedData result = new(data.OriginatorInfo, data.RecipientInfos, separate, null, new DerOctetString(joined[^TagLength..]), null);
        return new ContentInfo(CmsObjectIdentifiers.AuthEnvelopedData, result).GetEncoded(encoding == MessageEncoding.Der ? Asn1Encodable.Der : Asn1Encodable.Ber);
    }
}
