namespace Cps.Smime.Hprim;

/// <summary>What stands before a number: a censored value such as <c>&lt; 0.12</c> is not the number 0.12.</summary>
public enum HprimComparison
{
    /// <summary>The value itself.</summary>
    Equal,

    /// <summary>Below the number.</summary>
    LessThan,

    /// <summary>The number or below.</summary>
    LessThanOrEqual,

    /// <summary>Above the number.</summary>
    GreaterThan,

    /// <summary>The number or above.</summary>
    GreaterThanOrEqual,
}
