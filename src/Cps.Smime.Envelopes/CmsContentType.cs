namespace Cps.Smime.Envelopes;

/// <summary>The content types of CMS that a message can be (RFC 5652, RFC 5083, RFC 3274).</summary>
public enum CmsContentType
{
    /// <summary>Another, named by its object identifier only.</summary>
    Other,

    /// <summary>id-data.</summary>
    Data,

    /// <summary>SignedData.</summary>
    SignedData,

    /// <summary>EnvelopedData.</summary>
    EnvelopedData,

    /// <summary>AuthEnvelopedData.</summary>
    AuthEnvelopedData,

    /// <summary>CompressedData.</summary>
    CompressedData,

    /// <summary>DigestedData.</summary>
    DigestedData,

    /// <summary>EncryptedData.</summary>
    EncryptedData,
}
