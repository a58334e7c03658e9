namespace Cps.Smime.Certificates;

/// <summary>A certificate, key file or anchor file that cannot be read or used.</summary>
/// <remarks>Codes: <see cref="CpsErrorCode.Malformed"/>, <see cref="CpsErrorCode.LimitExceeded"/>, <see cref="CpsErrorCode.Unsupported"/>,
/// <see cref="CpsErrorCode.Refused"/>, <see cref="CpsErrorCode.KeyUnreadable"/>, <see cref="CpsErrorCode.KeyUnusable"/>.</remarks>
public sealed class CertificateException : CpsException
{
    /// <inheritdoc/>
    public CertificateException(CpsErrorCode code, string message, string? subject = null, string? advice = null, Exception? innerException = null)
        : base(code, message, subject, advice, innerException)
    {
    }
}
