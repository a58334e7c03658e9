using Cps.Smime.Cards;
using Cps.Smime.Certificates;
using Cps.Smime.Directories;

namespace Cps.Smime.Tool;

/// <summary>The exit statuses that scripts rely on (docs/cli.md), and which one an error gives.</summary>
internal static class ExitStatus
{
    /// <summary>Done; for <c>open</c>, the verdict is valid.</summary>
    public const int Done = 0;

    /// <summary>Opened, but the verdict is not valid.</summary>
    public const int NotValid = 10;

    /// <summary>None of the keys belongs to a recipient of the message.</summary>
    public const int NoKey = 20;

    /// <summary>The input is malformed, refused or cannot be read, or the output cannot be written.</summary>
    public const int BadInput = 30;

    /// <summary>The module, the reader, the card or the PIN.</summary>
    public const int Card = 40;

    /// <summary>The directory, or a correspondent without a usable certificate.</summary>
    public const int Directory = 50;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>A defect of this program.</summary>
    public const int Defect = 70;

    /// <summary>Stopped by Ctrl-C or a signal.</summary>
    public const int Stopped = 130;

    /// <summary>The exit status of an error.</summary>
    public static int Of(CpsException error) => error switch
    {
        UsageException => Usage,
        CardException => Card,
        DirectoryException => Directory,
        _ => error.Code switch
        {
            CpsErrorCode.NoKeyForMessage => NoKey,
            CpsErrorCode.CardModule or CpsErrorCode.CardAbsent or CpsErrorCode.CardRemoved or CpsErrorCode.CardFault => Card,
            CpsErrorCode.PinIncorrect or CpsErrorCode.PinLocked or CpsErrorCode.PinFinalTry or CpsErrorCode.PinCancelled => Card,
            CpsErrorCode.DirectoryUnavailable or CpsErrorCode.DirectoryAnswer or CpsErrorCode.PlanIncomplete => Directory,
            _ => BadInput,
        },
    };
}
