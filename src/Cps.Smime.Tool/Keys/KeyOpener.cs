using Cps.Smime.Cards;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tool;

/// <summary>
/// Opens what KEY names on the command line: a PKCS#12 file, a PEM file with key and certificate, or a <c>pkcs11:</c> URI (RFC 7512). It
/// owns the keys it opened. Not for several threads.
/// </summary>
internal sealed class KeyOpener(ToolConsole console, string? passwordFile) : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>What must be cleared from the terminal before a PIN is asked.</summary>
    public ProgressLine? Progress { get; set; }

    /// <summary>Checks the options before anything is opened.</summary>
    /// <param name="option">The option that names the keys.</param>
    /// <param name="keys">The keys as given.</param>
    public void Check(string option, IEnumerable<string> keys)
    {
        foreach (string key in keys)
        {
            if (IsUri(key))
            {
                Parse(key);
            }
            else
            {
                InputFiles.Require(option, key);
            }
        }

        if (passwordFile is not null)
        {
            InputFiles.Require("--password-file", passwordFile);
        }
    }

    /// <summary>The key that signs: the newest of a file that is meant for signing mail, or the card's.</summary>
    public async Task<ISigningKey> OpenSignerAsync(string key, CancellationToken cancellationToken)
    {
        if (IsUri(key))
        {
            CardKeys card = await OpenCardAsync(key, cancellationToken);
            return card.SigningKey ?? throw new CardException(CpsErrorCode.KeyUnusable, "the PKCS#11 URI names no key that signs", card.Card.Token.ToString());
        }

        IReadOnlyList<SoftwareKey> keys = await OpenFileAsync(key, cancellationToken);
        return keys.Where(k => k.SignatureAlgorithms.Count > 0 && Signs(k.Certificate)).MaxBy(k => k.Certificate.NotBefore)
            ?? throw new CertificateException(CpsErrorCode.KeyUnusable, "the key file holds no key that is meant for signing mail", key, "Give the key of a signature certificate");
    }

    /// <summary>Every key that may open a message.</summary>
    public async Task<IReadOnlyList<IDecryptionKey>> OpenDecryptionKeysAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        List<IDecryptionKey> opened = [];
        foreach (string key in keys)
        {
            if (IsUri(key))
            {
                CardKeys card = await OpenCardAsync(key, cancellationToken);
                opened.Add(card.DecryptionKey ?? throw new CardException(CpsErrorCode.KeyUnusable, "the card has no key that opens letters", card.Card.Token.ToString(),
                    "CPS cards only sign: give the key file of the confidentiality certificate"));
            }
            else
            {
                IReadOnlyList<IDecryptionKey> keysOfFile = await KeyFileOpener.OpenForDecryptionAsync(console, key, passwordFile, cancellationToken);
                _owned.AddRange(keysOfFile.OfType<IDisposable>());
                opened.AddRange(keysOfFile);
            }
        }

        return opened;
    }

    public void Dispose() => _owned.ForEach(o => o.Dispose());

    private static bool IsUri(string key) => key.StartsWith("pkcs11:", StringComparison.OrdinalIgnoreCase);

    private static bool Signs(Certificate certificate) => !certificate.IsAuthority
        && (certificate.KeyUsage is not { } usage || (usage & (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation)) != 0);

    // The URI is a part of the command line: a mistake in it is one of usage.
    private static Pkcs11Uri Parse(string text)
    {
        try
        {
            return Pkcs11Uri.Parse(text);
        }
        catch (CardException e)
        {
            throw new UsageException(e.Message, advice: e.Advice);
        }
    }

    private async Task<CardKeys> OpenCardAsync(string text, CancellationToken cancellationToken)
    {
        Pkcs11Uri uri = Parse(text);
        CommandLinePins pins = new(console, uri.PinSource, () => Progress?.Clear());
        CardKeys keys = await CardKeys.OpenAsync(uri, pins, cancellationToken: cancellationToken);
        _owned.Add(keys);
        return keys;
    }

    private async Task<IReadOnlyList<SoftwareKey>> OpenFileAsync(string path, CancellationToken cancellationToken)
    {
        IReadOnlyList<SoftwareKey> keys = await KeyFileOpener.OpenAsync(console, path, passwordFile, cancellationToken);
        _owned.AddRange(keys);
        return keys;
    }
}
