namespace Cps.Smime.Hprim;

/// <summary>What a file is, told from its content: extensions do not decide (<c>.hpr</c> names two unrelated formats).</summary>
public enum HprimFormat
{
    /// <summary>Nothing known here.</summary>
    Unknown,

    /// <summary>HPRIM Médecin 3.0: twelve header lines, free text, optional <c>****LAB****</c> part.</summary>
    Medecin,

    /// <summary>HPRIM Santé 2.x: segments that start with <c>H|~^\&amp;|</c>. Recognised; not read yet.</summary>
    Sante,

    /// <summary>HPRIM XML: hospital acts and billing. Recognised; not read.</summary>
    Xml,

    /// <summary>A PDF under an HPRIM name. Recognised; not read.</summary>
    Pdf,
}
