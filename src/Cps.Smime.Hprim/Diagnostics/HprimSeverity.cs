namespace Cps.Smime.Hprim;

/// <summary>How much a diagnostic matters.</summary>
public enum HprimSeverity
{
    /// <summary>Something usual in the field, handled without loss.</summary>
    Information,

    /// <summary>Something a person should know before trusting the value concerned.</summary>
    Warning,

    /// <summary>A part could not be understood (reading) or must not be written (writing).</summary>
    Error,
}
