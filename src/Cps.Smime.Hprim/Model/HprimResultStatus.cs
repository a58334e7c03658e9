namespace Cps.Smime.Hprim;

/// <summary>Status of a result (RES-10 of HPRIM Médecin).</summary>
public enum HprimResultStatus
{
    /// <summary>Not given.</summary>
    Unspecified,

    /// <summary><c>F</c>: validated.</summary>
    Validated,

    /// <summary><c>R</c>: not validated.</summary>
    NotValidated,

    /// <summary><c>C</c>: corrected.</summary>
    Corrected,

    /// <summary>Another letter: see <see cref="HprimResult.StatusText"/>.</summary>
    Other,
}
