using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;

namespace Cps.Smime.Cards;

/// <summary>
/// The private key of a certificate on a card, as a signing key. The PIN is asked at the first signature and after each removal of the
/// card, or at each use when the key wants it. Every signature is verified with the certificate before it is given out. Safe for any
/// number of threads.
/// </summary>
public sealed class CardSigningKey : ISigningKey
{
    private readonly CardConnection _connection;
    private readonly IPinProvider _pins;
    private readonly KeyReference _key;
    private readonly IReadOnlyList<SigningMechanism> _mechanisms;

    internal CardSigningKey(CardConnection connection, CardCertificate certificate, TokenAbilities abilities, IPinProvider pins, IReadOnlyList<Certificate> intermediates)
    {
        _connection = connection;
        _pins = pins;
        _key = new KeyReference(certificate);
        _mechanisms = abilities.Signing;
        CardCertificate = certificate;
        Intermediates = intermediates;
        SignatureAlgorithms = [.. _mechanisms.Select(m => m.Algorithm).Distinct()];
        if (SignatureAlgorithms.Count == 0)
        {
            throw new CardException(CpsErrorCode.KeyUnusable, "the card makes no signature that is written", connection.Token.ToString());
        }
    }

    /// <inheritdoc/>
    public Certificate Certificate => CardCertificate.Certificate;

    /// <summary>The certificate as it is on the card.</summary>
    public CardCertificate CardCertificate { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Certificate> Intermediates { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SignatureAlgorithm> SignatureAlgorithms { get; }

    /// <inheritdoc/>
    /// <exception cref="PinException">The PIN is wrong, blocked or not given; no second try is made.</exception>
    /// <exception cref="CardException">The card is gone (the next call finds it again), another card is in the reader, or it did not sign.</exception>
    public async ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        SigningMechanism[] ways = [.. _mechanisms.Where(m => m.Algorithm.Equals(algorithm))];
        if (ways.Length == 0)
        {
            throw new CardException(CpsErrorCode.KeyUnusable, $"the card does not make {algorithm} signatures", _connection.Token.ToString());
        }

        byte[] copy = data.ToArray();
        byte[] signature = await _connection.UseKeyAsync(_key, _pins, PinReason.Sign, use => Sign(ways, use, copy), cancellationToken).ConfigureAwait(false);

        // A wrong signature would give away the key (fault attacks on RSA), and a stale certificate of the module's cache would be sent.
        return Certificate.PublicKey.Verify(algorithm, copy, signature)
            ? signature
            : throw new CardException(CpsErrorCode.CardFault, "the card's signature does not verify with its certificate", _key.Subject,
                "Take the card out and put it back; if it happens again, the card or the module's cache is damaged");
    }

    private static byte[] Sign(SigningMechanism[] ways, KeyUse use, byte[] data)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return ways[i].Sign(use, data);
            }
            catch (Pkcs11Exception e) when (SigningMechanism.IsRefusal(e) && i < ways.Length - 1)
            {
                // The CPS3 authentication key takes no digest mechanism. The refusal came before any login or use of the key.
            }
        }
    }
}
