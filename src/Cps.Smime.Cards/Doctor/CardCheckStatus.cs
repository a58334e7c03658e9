namespace Cps.Smime.Cards;

/// <summary>How a check of <see cref="CardDoctor"/> came out.</summary>
public enum CardCheckStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, and will not for long or not for everything.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Problem,
}
