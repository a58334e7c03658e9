namespace Cps.Smime.Hprim;

/// <summary>The language of labels and messages shown to people.</summary>
public enum HprimLanguage
{
    /// <summary>French.</summary>
    French,

    /// <summary>English.</summary>
    English,
}
