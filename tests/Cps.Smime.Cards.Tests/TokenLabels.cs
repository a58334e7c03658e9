namespace Cps.Smime.Cards.Tests;

/// <summary>The four tokens that every bench has.</summary>
public static class TokenLabels
{
    /// <summary>A CPS3: signature and authentication.</summary>
    public const string Cps = "CPS3v3-2900000001";

    /// <summary>A confidentiality certificate of the same person.</summary>
    public const string Confidentiality = "CONFIDENTIALITE";

    /// <summary>Six certificates and two clashes of CKA_ID.</summary>
    public const string Crowded = "CROWDED";

    /// <summary>The confidentiality key again, asking for the PIN at each use.</summary>
    public const string EachUse = "EACH USE";
}
