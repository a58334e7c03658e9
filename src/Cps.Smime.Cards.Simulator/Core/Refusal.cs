namespace Cps.Smime.Cards.Simulator;

/// <summary>A return value on its way out of the token's inner parts, before the function that was called is known.</summary>
internal sealed class Refusal(ulong code) : Exception($"0x{code:X}")
{
    /// <summary>The return value (CK_RV).</summary>
    public ulong Code { get; } = code;
}
