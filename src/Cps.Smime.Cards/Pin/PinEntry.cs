using System.Security.Cryptography;

namespace Cps.Smime.Cards;

/// <summary>A PIN on its way to one C_Login. Disposing it wipes both copies.</summary>
internal sealed class PinEntry(PinAnswer answer) : IDisposable
{
    /// <summary>The PIN; null for the reader's keypad.</summary>
    public byte[]? Pin { get; } = answer.CopyPin();

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Pin);
        answer.Wipe();
    }
}
