using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Net.Pkcs11Interop.HighLevelAPI.Factories;

namespace Cps.Smime.Cards;

/// <summary>
/// A card: its certificates, readable without a PIN, and the keys made from them. It survives being taken out: the next use of a key
/// finds the card again, makes sure that it is the same one, and asks for the PIN once. Safe for any number of threads.
/// </summary>
public sealed class Card : IDisposable
{
    private readonly CardConnection _connection;
    private readonly TokenAbilities _abilities;

    private Card(CardConnection connection, TokenAbilities abilities, IReadOnlyList<CardCertificate> certificates)
    {
        _connection = connection;
        _abilities = abilities;
        Certificates = certificates;
    }

    /// <summary>The reader.</summary>
    public CardReader Reader => _connection.Reader;

    /// <summary>The token, as it was when the card was opened.</summary>
    public CardToken Token => _connection.Token;

    /// <summary>The certificates of the card, in the order of the token.</summary>
    public IReadOnlyList<CardCertificate> Certificates { get; }

    /// <summary>
    /// The certificate for a role: a current one rather than an expired one, then the one that began last. For decryption one that may do
    /// nothing else comes first. Null when there is none.
    /// </summary>
    public CardCertificate? Find(CardCertificateRole role)
    {
        DateTimeOffset now = _connection.Options.Time.GetUtcNow();
        return Certificates
            .Where(c => c.Role == role || (role == CardCertificateRole.Decryption && c.CanDecrypt))
            .OrderByDescending(c => c.Role == role)
            .ThenByDescending(c => c.Certificate.NotBefore <= now && now <= c.Certificate.NotAfter)
            .ThenByDescending(c => c.Certificate.NotBefore)
            .FirstOrDefault();
    }

    /// <summary>The signing key of the card. Nothing is asked yet.</summary>
    /// <param name="pins">Who asks for the PIN.</param>
    /// <param name="certificate">Which certificate; null for the one for signatures.</param>
    /// <param name="intermediates">Certificates of authorities to send along; null for those on the card.</param>
    /// <exception cref="CardException"><see cref="CpsErrorCode.KeyUnusable"/>: the card has no such certificate, or cannot sign.</exception>
    public CardSigningKey GetSigningKey(IPinProvider pins, CardCertificate? certificate = null, IReadOnlyList<Certificate>? intermediates = null)
    {
        ArgumentNullException.ThrowIfNull(pins);
        CardCertificate chosen = certificate ?? Find(CardCertificateRole.Signature) ?? throw Missing("signature certificate");
        return new CardSigningKey(_connection, chosen, _abilities, pins,
            intermediates ?? [.. Certificates.Select(c => c.Certificate).Where(c => c.IsAuthority && !c.IsSelfIssued)]);
    }

    /// <summary>The key of the token that opens messages. Nothing is asked yet.</summary>
    /// <param name="pins">Who asks for the PIN.</param>
    /// <param name="certificate">Which certificate; null for the one for decryption.</param>
    /// <exception cref="CardException"><see cref="CpsErrorCode.KeyUnusable"/>: the token has no such certificate, as no CPS card has.</exception>
    public CardDecryptionKey GetDecryptionKey(IPinProvider pins, CardCertificate? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(pins);
        return new CardDecryptionKey(_connection, certificate ?? Find(CardCertificateRole.Decryption) ?? throw Missing("decryption certificate"), _abilities, pins);
    }

    /// <summary>Closes the sessions; the login ends when no other part of the process uses the card.</summary>
    public void Dispose() => _connection.Dispose();

    internal static async Task<Card> OpenAsync(CardReader reader, CardOptions options, CancellationToken cancellationToken)
    {
        CardToken token = await reader.ReadTokenAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new CardException(CpsErrorCode.CardAbsent, "there is no card in the reader", reader.Name, "Put the card into the reader");
        CardConnection connection = new(reader, token, options);
        try
        {
            (IReadOnlyList<CardCertificate> certificates, TokenAbilities abilities) = await connection.UseAsync(
                session => (ReadCertificates(session, options.MaximumCertificates), TokenAbilities.Read(reader.Slot)), cancellationToken).ConfigureAwait(false);
            return new Card(connection, abilities, certificates);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // A certificate that cannot be read is left out: it must not keep its neighbours from being used.
    private static List<CardCertificate> ReadCertificates(ISession session, int maximum)
    {
        IObjectAttributeFactory attributes = session.Factories.ObjectAttributeFactory;
        using IObjectAttribute objectClass = attributes.Create(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE);
        List<CardCertificate> certificates = [];
        foreach (IObjectHandle item in session.FindAllObjects([objectClass]).Take(maximum))
        {
            if (ObjectAttributes.FindBytes(session, item, CKA.CKA_VALUE) is not { } value)
            {
                continue;
            }

            try
            {
                byte[] label = ObjectAttributes.FindBytes(session, item, CKA.CKA_LABEL) ?? [];
                byte[] id = ObjectAttributes.FindBytes(session, item, CKA.CKA_ID) ?? [];
                certificates.Add(CardCertificate.Of(Certificate.FromDer(value), CardText.Clean(System.Text.Encoding.UTF8.GetString(label)), id));
            }
            catch (CertificateException)
            {
                continue;
            }
        }

        return certificates;
    }

    private CardException Missing(string what) => new(CpsErrorCode.KeyUnusable, $"the card has no {what}", Token.ToString());
}
