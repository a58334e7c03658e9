namespace Cps.Smime.Certificates;

/// <summary>The languages in which texts for people exist.</summary>
public enum TextLanguage
{
    /// <summary>French.</summary>
    French,

    /// <summary>English.</summary>
    English,
}
