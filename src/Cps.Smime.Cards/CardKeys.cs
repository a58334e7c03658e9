using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>
/// The keys that a PKCS#11 URI names, opened in one call: the certificate it names, or without <c>object</c> and <c>id</c> the one for each
/// use. No PIN is asked until a key is used. Disposing it closes the card, and the module when it was loaded here.
/// </summary>
public sealed class CardKeys : IDisposable
{
    private readonly Pkcs11Module? _ownModule;

    private CardKeys(Card card, Pkcs11Module? ownModule, CardSigningKey? signingKey, CardDecryptionKey? decryptionKey)
    {
        Card = card;
        _ownModule = ownModule;
        SigningKey = signingKey;
        DecryptionKey = decryptionKey;
    }

    /// <summary>The card.</summary>
    public Card Card { get; }

    /// <summary>The key that signs; null when the URI names a certificate that does not, or the token has none.</summary>
    public CardSigningKey? SigningKey { get; }

    /// <summary>The key that opens messages; null when the URI names a certificate that does not, or the token has none, as CPS cards.</summary>
    public CardDecryptionKey? DecryptionKey { get; }

    /// <summary>Opens the keys.</summary>
    /// <param name="uri">What to open. Without <c>module-path</c> the installed module of the Cryptolib CPS is used.</param>
    /// <param name="pins">Who asks for the PIN when a key is used.</param>
    /// <param name="module">A module that is loaded already; null to load one.</param>
    /// <param name="options">How the card is used.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="CardException">No module, no card or not just one that matches, or no certificate on it that matches.</exception>
    public static async Task<CardKeys> OpenAsync(Pkcs11Uri uri, IPinProvider pins, Pkcs11Module? module = null, CardOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(pins);
        Pkcs11Module? ownModule = module is null ? ModuleDiscovery.Load(uri.ModulePath) : null;
        Card? card = null;
        try
        {
            CardReader reader = await FindReaderAsync(uri, module ?? ownModule!, cancellationToken).ConfigureAwait(false);
            card = await reader.OpenCardAsync(options, cancellationToken).ConfigureAwait(false);
            (CardCertificate? signing, CardCertificate? decryption) = Choose(uri, card);
            return new CardKeys(card, ownModule,
                signing is null ? null : card.GetSigningKey(pins, signing),
                decryption is null ? null : card.GetDecryptionKey(pins, decryption));
        }
        catch
        {
            card?.Dispose();
            ownModule?.Dispose();
            throw;
        }
    }

    /// <summary>Closes the card, and the module when it was loaded here.</summary>
    public void Dispose()
    {
        Card.Dispose();
        _ownModule?.Dispose();
    }

    private static async Task<CardReader> FindReaderAsync(Pkcs11Uri uri, Pkcs11Module module, CancellationToken cancellationToken)
    {
        if (!uri.Matches(module.GetInformation()))
        {
            throw new CardException(CpsErrorCode.CardModule, "the module is not the one that the PKCS#11 URI names", uri.ToString());
        }

        List<CardReader> found = [];
        foreach (CardReader reader in await module.GetReadersAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await reader.ReadTokenAsync(cancellationToken).ConfigureAwait(false) is { } token && uri.Matches(reader, token))
            {
                found.Add(reader);
            }
        }

        return found.Count == 1 ? found[0]
            : found.Count == 0 ? throw new CardException(CpsErrorCode.CardAbsent, "no card matches the PKCS#11 URI", uri.ToString(), "Put the card into a reader")
            : throw new CardException(CpsErrorCode.CardAbsent, $"{found.Count} cards match the PKCS#11 URI", uri.ToString(), "Name one by its serial number");
    }

    private static (CardCertificate? Signing, CardCertificate? Decryption) Choose(Pkcs11Uri uri, Card card)
    {
        if (!uri.NamesObject)
        {
            CardCertificate? signing = card.Find(CardCertificateRole.Signature);
            CardCertificate? decryption = card.Find(CardCertificateRole.Decryption);
            return signing is not null || decryption is not null ? (signing, decryption)
                : throw new CardException(CpsErrorCode.KeyUnusable, "the card has no certificate that signs or decrypts", card.Token.ToString());
        }

        List<CardCertificate> named = [.. card.Certificates.Where(uri.Matches)];
        return named switch
        {
            [] => throw new CardException(CpsErrorCode.KeyUnusable, "no certificate of the card matches the PKCS#11 URI", uri.ToString()),
            [var only] => (only.Role == CardCertificateRole.Decryption ? null : only, only.CanDecrypt ? only : null),
            _ => throw new CardException(CpsErrorCode.KeyUnusable, $"{named.Count} certificates of the card match the PKCS#11 URI", uri.ToString(),
                "Name one by both its id and its object"),
        };
    }
}
