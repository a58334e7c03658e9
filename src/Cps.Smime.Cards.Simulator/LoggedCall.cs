namespace Cps.Smime.Cards.Simulator;

/// <summary>One PKCS#11 call.</summary>
/// <param name="Function">The function's name in the standard, for example <c>C_Sign</c>.</param>
/// <param name="ReturnValue">The CK_RV that it returned; 0 is CKR_OK.</param>
public sealed record LoggedCall(string Function, ulong ReturnValue);
