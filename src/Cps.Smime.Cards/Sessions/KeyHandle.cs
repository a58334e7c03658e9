using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>A private key that was found in the token, valid as long as its card stays in.</summary>
/// <param name="Object">The object.</param>
/// <param name="AlwaysAuthenticate">Whether each use needs the PIN (CKA_ALWAYS_AUTHENTICATE).</param>
internal sealed record KeyHandle(IObjectHandle Object, bool AlwaysAuthenticate);
