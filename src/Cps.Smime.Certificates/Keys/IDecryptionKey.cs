namespace Cps.Smime.Certificates;

/// <summary>
/// A private key that opens messages, wherever it lives. What it can do is said by the interfaces it implements beside this one
/// (<see cref="IKeyTransportKey"/>). Its certificate finds the recipient info of a message; no message is ever tried against a key
/// that it is not addressed to.
/// </summary>
public interface IDecryptionKey
{
    /// <summary>The certificate of this key.</summary>
    Certificate Certificate { get; }

    /// <summary>Whether using the key may ask a person for a PIN or take a card's time: such keys are used after all others.</summary>
    bool AsksPerson { get; }
}
