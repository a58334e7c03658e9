namespace Cps.Smime.Certificates;

/// <summary>
/// Something that opens a message by one of its recipient infos (RFC 5652 section 6.2): a private key with its certificate
/// (<see cref="IDecryptionKey"/>), or a secret shared with the sender. What a key can do is said by the interfaces it implements beside this one.
/// </summary>
public interface IRecipientKey
{
    /// <summary>Whether using the key may ask a person for a PIN or take a card's time: such keys are used after all others.</summary>
    bool AsksPerson { get; }
}
