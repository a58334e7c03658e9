namespace Cps.Smime.Hprim;

/// <summary>Abnormality of a result: given by the laboratory (RES-09 of HPRIM Médecin), or computed here from value and interval.</summary>
public enum HprimFlag
{
    /// <summary>Not given, or not computable.</summary>
    None,

    /// <summary><c>N</c>: within the interval.</summary>
    Normal,

    /// <summary><c>L</c>: below the interval.</summary>
    Low,

    /// <summary><c>H</c>: above the interval.</summary>
    High,

    /// <summary><c>LL</c>: below the panic value. Only a laboratory gives it; it is never computed.</summary>
    VeryLow,

    /// <summary><c>HH</c>: above the panic value. Only a laboratory gives it; it is never computed.</summary>
    VeryHigh,

    /// <summary>Another text: see <see cref="HprimResult.LaboratoryFlagText"/>.</summary>
    Other,
}
