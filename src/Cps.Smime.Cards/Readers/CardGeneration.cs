namespace Cps.Smime.Cards;

/// <summary>The generations of CPS cards that a token is recognised as.</summary>
public enum CardGeneration
{
    /// <summary>Not a CPS card, or one that is not known.</summary>
    Other,

    /// <summary>CPS3 (from 2011): IAS ECC; PKCS#1 v1.5 signatures only.</summary>
    Cps3,

    /// <summary>CPS4 (from 2024): ChipDoc; PSS too.</summary>
    Cps4,
}
