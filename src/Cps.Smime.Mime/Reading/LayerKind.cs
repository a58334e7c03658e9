namespace Cps.Smime.Mime;

/// <summary>The kinds of layers a secured message is made of.</summary>
public enum LayerKind
{
    /// <summary>EnvelopedData: encrypted; altered content is not noticed by the envelope itself.</summary>
    Enveloped,

    /// <summary>AuthEnvelopedData: encrypted and authenticated.</summary>
    AuthEnveloped,

    /// <summary>multipart/signed: readable content and a detached signature.</summary>
    MultipartSigned,

    /// <summary>SignedData that carries its content (opaque signing).</summary>
    OpaqueSigned,
}
