using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>A directory that cannot be reached, that answers with something unusable, or whose file cannot be read.</summary>
/// <remarks>Codes: <see cref="CpsErrorCode.DirectoryUnavailable"/> (transient: worth trying later), <see cref="CpsErrorCode.DirectoryAnswer"/>,
/// <see cref="CpsErrorCode.LimitExceeded"/>, <see cref="CpsErrorCode.Malformed"/>, <see cref="CpsErrorCode.Refused"/> (LDIF that asks for
/// a change or for another file) and <see cref="CpsErrorCode.InputUnreadable"/>.</remarks>
public sealed class DirectoryException : CpsException
{
    /// <inheritdoc/>
    public DirectoryException(CpsErrorCode code, string message, string? subject = null, string? advice = null, Exception? innerException = null)
        : base(code, message, subject, advice, innerException)
    {
    }

    /// <summary>The result code that the LDAP server gave, or null when it gave none.</summary>
    public LdapResultCode? ResultCode { get; init; }

    /// <summary>The line of the LDIF file, counted from 1, or null for another kind of directory.</summary>
    public int? LineNumber { get; init; }
}
