namespace Cps.Smime.Hprim;

/// <summary>How lines end in the file written.</summary>
public enum HprimLineEnding
{
    /// <summary>Carriage return, line feed: what most readers expect.</summary>
    CrLf,

    /// <summary>Line feed alone.</summary>
    Lf,

    /// <summary>Carriage return alone, as on classic Mac OS.</summary>
    Cr,
}
