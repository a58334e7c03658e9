using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>Everything that somebody who sends messages and watches what happens to them could see of one attempt to open one.</summary>
/// <param name="Content">What reached the destination.</param>
/// <param name="Report">The report, when the message was opened.</param>
/// <param name="Error">The error, when it was not.</param>
internal sealed record Outcome(byte[] Content, DecryptionReport? Report, CpsException? Error)
{
    /// <summary>The error code, or null when the message was opened.</summary>
    public CpsErrorCode? Code => Error?.Code;

    /// <summary>All that is observable of a failure, in one line.</summary>
    public string Observable => Error is null
        ? "opened"
        : $"{Error.GetType().Name}|{Error.Code}|{Error.Message}|{Error.Advice}|{Error.Subject}|{Error.HResult}|{Error.InnerException?.GetType().Name}|{Content.Length} bytes";

    /// <summary>Opens an envelope. An exception that is no <see cref="CpsException"/> fails the calling test.</summary>
    public static async Task<Outcome> OfOpeningAsync(Stream message, IReadOnlyCollection<IRecipientKey> keys, CmsLimits? limits = null)
    {
        using MemoryStream destination = new();
        try
        {
            using CmsReader reader = await CmsReader.OpenAsync(message, limits);
            EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
            DecryptionReport report = await envelope.DecryptAsync(keys, destination);
            return new Outcome(destination.ToArray(), report, null);
        }
        catch (CpsException e)
        {
            return new Outcome(destination.ToArray(), null, e);
        }
    }

    /// <inheritdoc cref="OfOpeningAsync(Stream, IReadOnlyCollection{IRecipientKey}, CmsLimits?)"/>
    public static Task<Outcome> OfOpeningAsync(byte[] message, params IDecryptionKey[] keys) => OfOpeningAsync(new MemoryStream(message), keys);
}
