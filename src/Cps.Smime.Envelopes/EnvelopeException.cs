using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>A CMS message that cannot be read, opened or written.</summary>
/// <remarks>
/// Codes: <see cref="CpsErrorCode.Malformed"/>, <see cref="CpsErrorCode.LimitExceeded"/>, <see cref="CpsErrorCode.Unsupported"/>,
/// <see cref="CpsErrorCode.Refused"/>, <see cref="CpsErrorCode.NoKeyForMessage"/>, <see cref="CpsErrorCode.DecryptionFailed"/>,
/// <see cref="CpsErrorCode.KeyUnusable"/>.
/// </remarks>
public sealed class EnvelopeException : CpsException
{
    /// <inheritdoc/>
    public EnvelopeException(CpsErrorCode code, string message, string? subject = null, string? advice = null, Exception? innerException = null)
        : base(code, message, subject, advice, innerException)
    {
    }

    /// <summary>The one error of every failed decryption: the same words whatever the cause, and never an inner exception.</summary>
    internal static EnvelopeException DecryptionFailed() => new(
        CpsErrorCode.DecryptionFailed, "the message cannot be decrypted", advice: "It was altered on its way, or was not sealed for this key.");

    internal static EnvelopeException Malformed(string what, Exception? inner = null) => new(
        CpsErrorCode.Malformed, what, advice: "The message is damaged or is not a CMS message; ask for it again.", innerException: inner);

    internal static EnvelopeException Truncated() => Malformed("the message ends too early");
}
