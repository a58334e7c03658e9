namespace Cps.Smime.Directories;

/// <summary>How the connection to a server is protected. Whatever is chosen, there is never a fall back to clear text.</summary>
public enum LdapTls
{
    /// <summary>TLS from the first byte, as <c>ldaps://</c> says. Port 636 unless another is given.</summary>
    Ldaps,

    /// <summary>TLS after a StartTLS request on the ordinary port (RFC 4511 section 4.14), before anything else is sent. Port 389.</summary>
    StartTls,

    /// <summary>None: anyone on the way can read which correspondent is looked up and alter the answer. Port 389.</summary>
    None,
}
