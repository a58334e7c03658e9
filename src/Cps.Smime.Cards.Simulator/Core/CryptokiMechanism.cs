namespace Cps.Smime.Cards.Simulator;

/// <summary>A mechanism with its parameters (CK_MECHANISM), already taken out of native memory.</summary>
/// <param name="Type">CKM_...</param>
/// <param name="HashAlgorithm">The digest of PSS or OAEP (CKM_SHA...), or 0.</param>
/// <param name="MaskFunction">The mask of PSS or OAEP (CKG_MGF1_...), or 0.</param>
/// <param name="SaltLength">The salt of PSS in bytes.</param>
/// <param name="HasLabel">Whether OAEP has a label.</param>
internal sealed record CryptokiMechanism(ulong Type, ulong HashAlgorithm = 0, ulong MaskFunction = 0, ulong SaltLength = 0, bool HasLabel = false);
