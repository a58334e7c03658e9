namespace Cps.Smime.TestPki;

/// <summary>
/// The two key pairs of a CPS card: one signs letters, the other opens sessions. There is no third: a card carries no key that
/// opens encrypted mail.
/// </summary>
public sealed class TestCard : IDisposable
{
    internal TestCard(TestPerson holder, string cardNumber, TestCredential signature, TestCredential authentication)
    {
        Holder = holder;
        CardNumber = cardNumber;
        Signature = signature;
        Authentication = authentication;
    }

    /// <summary>The signature pair (<c>Certificat de Signature CPS</c>).</summary>
    public TestCredential Signature { get; }

    /// <summary>The authentication pair (<c>Certificat d'Authentification CPS</c>).</summary>
    public TestCredential Authentication { get; }

    /// <summary>The card number as <c>issuer/serial</c>, for example <c>8025000001/2900000001</c>.</summary>
    public string CardNumber { get; }

    /// <summary>The person the card was made for.</summary>
    public TestPerson Holder { get; }

    /// <summary>Forgets both private keys.</summary>
    public void Dispose()
    {
        Signature.Dispose();
        Authentication.Dispose();
    }
}
