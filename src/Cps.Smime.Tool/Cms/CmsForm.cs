namespace Cps.Smime.Tool.Cms;

/// <summary>The forms in which a CMS message is written (docs/cli.md).</summary>
internal enum CmsForm
{
    /// <summary>A mail body: header fields of S/MIME and base64 (RFC 8551 section 3.2), around BER that is written as it comes.</summary>
    Smime,

    /// <summary>DER, with definite lengths.</summary>
    Der,

    /// <summary>PEM (RFC 7468 section 9) around DER.</summary>
    Pem,

    /// <summary>BER of indefinite length, written as it comes.</summary>
    Ber,
}
