namespace Cps.Smime;

/// <summary>How the signer relates to the sender's address.</summary>
public enum AddressMatch
{
    /// <summary>There is no one sender to compare with.</summary>
    NoSender,

    /// <summary>The signer's certificate names the sender's address.</summary>
    Certificate,

    /// <summary>The certificate names no address; the directory publishes, for the sender's address, a trusted certificate of the same person.</summary>
    Directory,

    /// <summary>The certificate names no address, or the sender's; the caller said whose signature was expected, and it is.</summary>
    Caller,

    /// <summary>The certificate names no address, and nothing else binds it.</summary>
    Unbound,

    /// <summary>The certificate names other addresses, or the directory or the caller another person.</summary>
    Different,
}
