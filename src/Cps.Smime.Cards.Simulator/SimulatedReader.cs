using System.Text;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// A card reader of a <see cref="SimulatedModule"/>. Cards come and go while programs run: every session on the reader dies with the
/// card, as PKCS#11 v2.20 section 6.7.5 says. Safe for any number of threads.
/// </summary>
public sealed class SimulatedReader
{
    private readonly Cryptoki _cryptoki;

    internal SimulatedReader(Cryptoki cryptoki, string name, ulong slotId)
    {
        _cryptoki = cryptoki;
        Name = name;
        SlotId = slotId;
    }

    /// <summary>The reader's name (slotDescription).</summary>
    public string Name { get; }

    /// <summary>The slot, which the reader keeps.</summary>
    public ulong SlotId { get; }

    /// <summary>The card in the reader, or null.</summary>
    public SimulatedCard? Card
    {
        get
        {
            lock (_cryptoki.Lock)
            {
                return InsertedCard;
            }
        }
    }

    internal SimulatedCard? InsertedCard { get; set; }

    internal ulong? LoggedIn { get; set; }

    internal Func<byte[]?>? Keypad { get; private set; }

    /// <summary>Puts a card in.</summary>
    /// <exception cref="InvalidOperationException">There is a card in the reader.</exception>
    public void Insert(SimulatedCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (Card is not null)
        {
            throw new InvalidOperationException("There is a card in the reader.");
        }

        _cryptoki.CardChanged(this, card);
    }

    /// <summary>Takes the card out; it keeps its PIN counter.</summary>
    /// <returns>The card, or null when there was none.</returns>
    public SimulatedCard? Remove()
    {
        SimulatedCard? card = Card;
        _cryptoki.CardChanged(this, null);
        return card;
    }

    /// <summary>Gives the reader a keypad (CKF_PROTECTED_AUTHENTICATION_PATH).</summary>
    /// <param name="typed">What the person types when asked; null when they cancel. Called under the module's lock.</param>
    public void AddKeypad(Func<string?> typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        Keypad = () => typed() is { } pin ? Encoding.UTF8.GetBytes(pin) : null;
    }
}
