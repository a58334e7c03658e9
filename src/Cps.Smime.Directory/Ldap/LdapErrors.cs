using System.Formats.Asn1;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>The errors of the LDAP client: one place for their codes, words and advice.</summary>
internal static class LdapErrors
{
    public static DirectoryException Unavailable(string server, string message, Exception? cause = null) =>
        new(CpsErrorCode.DirectoryUnavailable, message, server, "Check the network and the server's address, or try later.", cause);

    public static DirectoryException Answer(string server, string message, Exception? cause = null) =>
        new(CpsErrorCode.DirectoryAnswer, message, server, "Check that the address is that of an LDAP server.", cause);

    public static DirectoryException Timeout(string server, TimeSpan limit) =>
        Unavailable(server, FormattableString.Invariant($"the directory did not answer within {limit.TotalSeconds:0.###} s"));

    public static DirectoryException Tls(string server, string? refusal, Exception cause) =>
        new(CpsErrorCode.DirectoryAnswer, refusal ?? "TLS with the directory failed", server,
            "Check the host name, the port and the anchors; clear text is not tried instead.", cause);

    public static DirectoryException MessageTooLarge(string server, int limit) =>
        new(CpsErrorCode.LimitExceeded, $"the directory sends a message larger than {limit} bytes", server);

    /// <summary>What a server's refusal means.</summary>
    public static DirectoryException Refusal(string server, string operation, LdapResult result)
    {
        (CpsErrorCode code, string? advice) = result.Code switch
        {
            LdapResultCode.Busy or LdapResultCode.Unavailable or LdapResultCode.TimeLimitExceeded => (CpsErrorCode.DirectoryUnavailable, "Try later."),
            LdapResultCode.NoSuchObject or LdapResultCode.InvalidDNSyntax => (CpsErrorCode.DirectoryAnswer, "Check the base DN."),
            LdapResultCode.InvalidCredentials => (CpsErrorCode.DirectoryAnswer, "Check the bind DN and its password."),
            LdapResultCode.InappropriateAuthentication or LdapResultCode.InsufficientAccessRights or LdapResultCode.StrongerAuthRequired =>
                (CpsErrorCode.DirectoryAnswer, "The server wants a bind DN and a password."),
            LdapResultCode.ConfidentialityRequired => (CpsErrorCode.DirectoryAnswer, "The server wants TLS: use StartTLS or ldaps."),
            _ => (CpsErrorCode.DirectoryAnswer, null),
        };
        string said = result.DiagnosticMessage.Length > 0 ? $", \"{PlainText.Of(result.DiagnosticMessage)}\"" : "";
        string message = FormattableString.Invariant($"the directory refused the {operation}: {result.Code} ({(int)result.Code}){said}");
        return new DirectoryException(code, message, server, advice)
        {
            ResultCode = result.Code,
        };
    }

    /// <summary>The error for what the network, TLS or BER threw, or null when it is none of theirs.</summary>
    public static DirectoryException? Translate(string server, Exception e) => e switch
    {
        DirectoryException own => own,
        AsnContentException => Answer(server, "the directory answers with something that is not LDAP", e),
        AuthenticationException or CryptographicException => Tls(server, null, e),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            Unavailable(server, "the directory's host name is unknown", e),
        SocketException => Unavailable(server, "the directory cannot be reached", e),
        IOException => Unavailable(server, "the connection to the directory broke", e),
        _ => null,
    };
}
