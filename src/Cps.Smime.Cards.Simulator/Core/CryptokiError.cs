namespace Cps.Smime.Cards.Simulator;

/// <summary>A PKCS#11 function of the simulated module returned something other than CKR_OK.</summary>
/// <param name="function">The function, for example <c>C_Login</c>.</param>
/// <param name="code">The return value.</param>
internal sealed class CryptokiError(string function, ulong code) : Exception($"{function} returned 0x{code:X}")
{
    /// <summary>The function that returned it.</summary>
    public string Function { get; } = function;

    /// <summary>The return value (CK_RV).</summary>
    public ulong Code { get; } = code;
}
