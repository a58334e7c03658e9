namespace Cps.Smime.Cards;

/// <summary>The kinds of <see cref="PinAnswer"/>.</summary>
public enum PinAnswerKind
{
    /// <summary>A PIN was given.</summary>
    Provided,

    /// <summary>The PIN is typed at the reader.</summary>
    UseReaderKeypad,

    /// <summary>No PIN was given.</summary>
    Cancelled,
}
