using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>A reader (slot) of a module, with or without a card in it. Safe for any number of threads.</summary>
public sealed class CardReader
{
    internal CardReader(Pkcs11Module module, ISlot slot)
    {
        Module = module;
        Slot = slot;
        SlotId = slot.SlotId;
        ISlotInfo info = slot.GetSlotInfo();
        Name = CardText.Clean(info.SlotDescription);
        Manufacturer = CardText.Clean(info.ManufacturerId);
    }

    /// <summary>The module the reader is seen through.</summary>
    public Pkcs11Module Module { get; }

    /// <summary>The slot's number, which stays when cards come and go.</summary>
    public ulong SlotId { get; }

    /// <summary>The reader's name (slotDescription); for PC/SC readers their PC/SC name.</summary>
    public string Name { get; }

    /// <summary>The reader's maker; often blank.</summary>
    public string Manufacturer { get; }

    internal ISlot Slot { get; }

    /// <summary>What is known of the card in the reader before any PIN; null without a card.</summary>
    /// <exception cref="CardException">The module does not answer.</exception>
    public async Task<CardToken?> ReadTokenAsync(CancellationToken cancellationToken = default) =>
        await Task.Run(
            () =>
            {
                try
                {
                    return CardToken.From(Slot.GetTokenInfo());
                }
                catch (Pkcs11Exception e) when (CkrTranslation.IsRemoval(e.RV))
                {
                    return null;
                }
                catch (Pkcs11Exception e)
                {
                    throw e.ToCardException(Name);
                }
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Opens the card in the reader and reads its certificates; no PIN is needed.</summary>
    /// <exception cref="CardException"><see cref="CpsErrorCode.CardAbsent"/> without a card; other codes when it does not answer.</exception>
    public Task<Card> OpenCardAsync(CardOptions? options = null, CancellationToken cancellationToken = default) =>
        Card.OpenAsync(this, options ?? new CardOptions(), cancellationToken);
}
