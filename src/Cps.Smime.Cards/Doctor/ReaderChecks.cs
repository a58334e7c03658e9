using System.Globalization;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>The checks of <see cref="CardDoctor"/> for one reader: card, PIN, certificates and their dates.</summary>
internal static class ReaderChecks
{
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(30);

    public static async Task AddAsync(CardReader reader, TimeProvider time, List<CardCheck> checks, CancellationToken cancellationToken)
    {
        checks.Add(new CardCheck(CardCheckStatus.Ok, $"reader {reader.Name}", $"lecteur {reader.Name}"));
        try
        {
            if (await reader.ReadTokenAsync(cancellationToken).ConfigureAwait(false) is not { } token)
            {
                checks.Add(new CardCheck(CardCheckStatus.Problem, $"no card in {reader.Name}", $"pas de carte dans {reader.Name}",
                    "Put the card in, chip first", "Insérez la carte, puce en avant"));
                return;
            }

            checks.Add(new CardCheck(CardCheckStatus.Ok, $"card {token}, {Generation(token, french: false)}", $"carte {token}, {Generation(token, french: true)}"));
            AddPin(token, checks);
            using Card card = await reader.OpenCardAsync(new CardOptions { Time = time }, cancellationToken).ConfigureAwait(false);
            AddCertificates(card, time.GetUtcNow(), checks);
        }
        catch (CardException e)
        {
            checks.Add(CardDoctor.Failure(e, "the card does not answer", "la carte ne répond pas"));
        }
    }

    private static void AddPin(CardToken token, List<CardCheck> checks)
    {
        PinStatus pin = token.Pin;
        checks.Add(pin switch
        {
            { Locked: true } => new CardCheck(CardCheckStatus.Problem, "the PIN is blocked", "le code porteur est bloqué",
                "Unblock it with the unblocking code that came with the PIN", "Débloquez-le avec le code de déblocage reçu avec le code porteur"),
            { FinalTry: true } => new CardCheck(CardCheckStatus.Warning, "one try of the PIN is left", "il reste un seul essai du code porteur",
                "Make sure of the PIN before the next try", "Assurez-vous du code avant le prochain essai"),
            { CountLow: true } => new CardCheck(CardCheckStatus.Warning, "the last PIN given was wrong", "le dernier code présenté était faux",
                "Type it with care", "Saisissez-le avec soin"),
            { LoginRequired: true, Initialized: false } => new CardCheck(CardCheckStatus.Problem, "the token has no PIN", "pas de code porteur sur cette interface",
                "Use the contact reader", "Utilisez le lecteur à contact"),
            _ => new CardCheck(CardCheckStatus.Ok, "the PIN can be given", "le code porteur peut être présenté"),
        });
    }

    private static void AddCertificates(Card card, DateTimeOffset now, List<CardCheck> checks)
    {
        foreach (CardCertificate certificate in card.Certificates)
        {
            checks.Add(Judge(certificate, now));
        }

        if (card.Find(CardCertificateRole.Signature) is null)
        {
            checks.Add(new CardCheck(CardCheckStatus.Problem, "the card has no signature certificate", "la carte n'a pas de certificat de signature",
                "Use a card that signs", "Utilisez une carte qui signe"));
        }
    }

    private static CardCheck Judge(CardCertificate item, DateTimeOffset now)
    {
        Certificate certificate = item.Certificate;
        string until = certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string name = $"{item.Label}, {certificate.Identity.DisplayName}";
        string french = $"{Role(item.Role, french: true)} : {name}, jusqu'au {until}";
        string english = $"{Role(item.Role, french: false)}: {name}, until {until}";
        return now < certificate.NotBefore
            ? new CardCheck(CardCheckStatus.Problem, english + ", not valid yet", french + ", pas encore valide",
                "Check the date of the computer", "Vérifiez la date de l'ordinateur")
            : now > certificate.NotAfter
            ? new CardCheck(CardCheckStatus.Problem, english + ", expired", french + ", expiré", "Ask for a new card", "Demandez une nouvelle carte")
            : certificate.NotAfter - now < s_soon
            ? new CardCheck(CardCheckStatus.Warning, english + ", expires soon", french + ", expire bientôt", "Ask for a new card", "Demandez une nouvelle carte")
            : new CardCheck(CardCheckStatus.Ok, english, french);
    }

    private static string Generation(CardToken token, bool french) => token.Generation switch
    {
        CardGeneration.Cps3 => "CPS3",
        CardGeneration.Cps4 => "CPS4",
        _ => french ? "autre qu'une CPS" : "not a CPS card",
    };

    private static string Role(CardCertificateRole role, bool french) => (role, french) switch
    {
        (CardCertificateRole.Signature, _) => "signature",
        (CardCertificateRole.Authentication, true) => "authentification",
        (CardCertificateRole.Authentication, _) => "authentication",
        (CardCertificateRole.Decryption, true) => "déchiffrement",
        (CardCertificateRole.Decryption, _) => "decryption",
        (_, true) => "autre",
        _ => "other",
    };
}
