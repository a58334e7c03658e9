using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>Everything one private-key operation needs, on the one thread that runs it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Session">A session of its own.</param>
/// <param name="Key">The key.</param>
/// <param name="EachUsePin">The PIN for a key with CKA_ALWAYS_AUTHENTICATE; null in it is the keypad.</param>
internal sealed record KeyUse(ISlot Slot, ISession Session, KeyHandle Key, PinEntry? EachUsePin);
