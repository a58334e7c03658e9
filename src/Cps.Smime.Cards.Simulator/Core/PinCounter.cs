using System.Security.Cryptography;

namespace Cps.Smime.Cards.Simulator;

/// <summary>A secret code with its counter of tries. Three wrong ones in a row block it, as on a CPS card.</summary>
internal sealed class PinCounter
{
    private readonly int _maximumTries;
    private byte[] _code;

    public PinCounter(byte[] code, int maximumTries)
    {
        _code = code;
        _maximumTries = maximumTries;
        TriesLeft = maximumTries;
    }

    /// <summary>How many tries are left.</summary>
    public int TriesLeft { get; private set; }

    /// <summary>Whether no try is left.</summary>
    public bool IsLocked => TriesLeft == 0;

    /// <summary>Whether a wrong code was presented since the last right one.</summary>
    public bool IsLow => TriesLeft < _maximumTries;

    /// <summary>Whether the next wrong code blocks.</summary>
    public bool IsFinalTry => TriesLeft == 1;

    /// <summary>Presents a code. The counter goes down before the comparison, as a card's does.</summary>
    /// <exception cref="Refusal">CKR_PIN_LOCKED or CKR_PIN_INCORRECT.</exception>
    public void Present(ReadOnlySpan<byte> presented)
    {
        if (IsLocked)
        {
            throw new Refusal(Rv.CKR_PIN_LOCKED);
        }

        TriesLeft--;
        if (!CryptographicOperations.FixedTimeEquals(presented, _code))
        {
            throw new Refusal(Rv.CKR_PIN_INCORRECT);
        }

        TriesLeft = _maximumTries;
    }

    /// <summary>Sets a new code with a full counter.</summary>
    public void Reset(ReadOnlySpan<byte> newCode)
    {
        CryptographicOperations.ZeroMemory(_code);
        _code = newCode.ToArray();
        TriesLeft = _maximumTries;
    }
}
