using Cps.Smime.Certificates;

namespace Cps.Smime.Mime;

/// <summary>A mail message that cannot be read or written.</summary>
/// <remarks>Codes: <see cref="CpsErrorCode.Malformed"/>, <see cref="CpsErrorCode.LimitExceeded"/>, <see cref="CpsErrorCode.Unsupported"/>,
/// <see cref="CpsErrorCode.Refused"/>, <see cref="CpsErrorCode.InputUnreadable"/>.</remarks>
public sealed class MailException : CpsException
{
    /// <inheritdoc/>
    public MailException(CpsErrorCode code, string message, string? subject = null, string? advice = null, Exception? innerException = null)
        : base(code, message, subject, advice, innerException)
    {
    }
}
