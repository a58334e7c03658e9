namespace Cps.Smime.Certificates;

/// <summary>
/// A private key that opens messages, wherever it lives. What it can do is said by the interfaces it implements beside this one
/// (<see cref="IKeyTransportKey"/>, <see cref="IKeyAgreementKey"/>, <see cref="IKemKey"/>). Its certificate finds the recipient info of a
/// message; no message is ever tried against a key that it is not addressed to.
/// </summary>
public interface IDecryptionKey : IRecipientKey
{
    /// <summary>The certificate of this key.</summary>
    Certificate Certificate { get; }
}
