namespace Cps.Smime.Hprim;

/// <summary>Type of a result (RES-04 of HPRIM Médecin).</summary>
public enum HprimResultKind
{
    /// <summary>Not given.</summary>
    Unspecified,

    /// <summary><c>N</c>: numeric. Real files put text here too.</summary>
    Numeric,

    /// <summary><c>A</c>: alphanumeric.</summary>
    Alphanumeric,

    /// <summary><c>C</c>: a code. Never read as a number.</summary>
    Coded,

    /// <summary><c>T</c>: a title, seen in the field.</summary>
    Title,

    /// <summary>Another letter: see <see cref="HprimResult.KindText"/>.</summary>
    Other,
}
