namespace Cps.Smime.Certificates;

/// <summary>
/// What kind of thing went wrong, for programs. The text of a <see cref="CpsException"/> is for people and may change; this code does not.
/// The exit statuses of the command line are derived from it (docs/cli.md).
/// </summary>
public enum CpsErrorCode
{
    /// <summary>The input is not what it claims to be: truncated, empty, of another format, badly encoded.</summary>
    Malformed = 1,

    /// <summary>The input is well formed but larger, deeper or more numerous than a limit of the options allows.</summary>
    LimitExceeded,

    /// <summary>The input uses an algorithm or a structure that this library does not implement.</summary>
    Unsupported,

    /// <summary>The input is understood and refused: it uses something unsafe or contradictory.</summary>
    Refused,

    /// <summary>None of the given keys belongs to a recipient of the message.</summary>
    NoKeyForMessage,

    /// <summary>
    /// The message could not be decrypted. There is one such error for every cause (wrong key, altered bytes, bad padding, bad tag),
    /// so that it tells an attacker nothing.
    /// </summary>
    DecryptionFailed,

    /// <summary>A key file, certificate file or anchor file cannot be read or its password is wrong.</summary>
    KeyUnreadable,

    /// <summary>A key cannot do what is asked of it: algorithm, usage, size.</summary>
    KeyUnusable,

    /// <summary>A PKCS#11 module cannot be loaded, is refused before loading, or does not answer.</summary>
    CardModule,

    /// <summary>No card, no reader, or not the card that was named.</summary>
    CardAbsent,

    /// <summary>The card was taken out or its session was lost while it was in use.</summary>
    CardRemoved,

    /// <summary>The card or its driver reported a fault.</summary>
    CardFault,

    /// <summary>The PIN is wrong. It is never tried again by the library.</summary>
    PinIncorrect,

    /// <summary>The PIN is blocked; the unblocking code is needed.</summary>
    PinLocked,

    /// <summary>One try is left before the card blocks, and nobody confirmed that it may be used.</summary>
    PinFinalTry,

    /// <summary>The person gave no PIN.</summary>
    PinCancelled,

    /// <summary>The directory cannot be reached, or did not answer in time.</summary>
    DirectoryUnavailable,

    /// <summary>The directory answered with something that cannot be used, or refused the request.</summary>
    DirectoryAnswer,

    /// <summary>At least one correspondent cannot be sealed for; the plan says who and why.</summary>
    PlanIncomplete,

    /// <summary>An input file or stream cannot be read.</summary>
    InputUnreadable,

    /// <summary>The output cannot be written. Nothing was left half-written.</summary>
    OutputUnwritable,
}
