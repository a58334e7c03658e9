using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>
/// Looks from the module to the certificates at everything that must be right before a card signs, and says what to do about what is
/// not. It asks for no PIN and uses no private key.
/// </summary>
public static class CardDoctor
{
    /// <summary>Examines the module at a path, or the one of the Cryptolib CPS, and every card behind it. It never throws for what it finds.</summary>
    /// <param name="modulePath">The absolute path of a module; null for the installed Cryptolib CPS.</param>
    /// <param name="time">By which validity is judged; null for the system's.</param>
    /// <param name="cancellationToken">Cancels between two checks.</param>
    public static async Task<IReadOnlyList<CardCheck>> ExamineAsync(string? modulePath = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        List<CardCheck> checks = [];
        IReadOnlyList<ModuleCandidate> candidates = ModuleDiscovery.Look(modulePath);
        if (candidates.FirstOrDefault(c => c.Exists) is not { } found)
        {
            string tried = string.Join(", ", candidates.Select(c => c.Path));
            checks.Add(new CardCheck(CardCheckStatus.Problem,
                $"no PKCS#11 module was found (tried {tried})", $"aucun module PKCS#11 trouvé (cherché : {tried})",
                "Install the Cryptolib CPS 5.2 or later, or give the path of a module", "Installez la Cryptolib CPS 5.2 ou plus récente, ou indiquez le chemin d'un module"));
            return checks;
        }

        checks.Add(new CardCheck(CardCheckStatus.Ok, $"module file {found.Path}", $"fichier du module {found.Path}"));
        Pkcs11Module module;
        try
        {
            module = Pkcs11Module.Load(found.Path);
        }
        catch (CardException e)
        {
            checks.Add(Failure(e, "the module does not load", "le module ne se charge pas"));
            return checks;
        }

        using (module)
        {
            checks.AddRange(await ExamineAsync(module, time, cancellationToken).ConfigureAwait(false));
        }

        return checks;
    }

    /// <summary>Examines a module that is loaded, and every card behind it.</summary>
    /// <inheritdoc cref="ExamineAsync(string?, TimeProvider?, CancellationToken)"/>
    public static async Task<IReadOnlyList<CardCheck>> ExamineAsync(Pkcs11Module module, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        List<CardCheck> checks = [];
        try
        {
            ModuleInformation info = module.GetInformation();
            string version = $"{info.Description} {info.Version} ({info.Manufacturer}, PKCS#11 {info.CryptokiVersion})";
            checks.Add(new CardCheck(CardCheckStatus.Ok, $"module {version}", $"module {version}"));
            IReadOnlyList<CardReader> readers = await module.GetReadersAsync(cancellationToken).ConfigureAwait(false);
            if (readers.Count == 0)
            {
                checks.Add(new CardCheck(CardCheckStatus.Problem, "no card reader is plugged in", "aucun lecteur de carte n'est branché",
                    "Plug a reader in; on Linux, check that the service pcscd runs", "Branchez un lecteur ; sous Linux, vérifiez que le service pcscd est lancé"));
            }

            foreach (CardReader reader in readers)
            {
                await ReaderChecks.AddAsync(reader, time ?? TimeProvider.System, checks, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CardException e)
        {
            checks.Add(Failure(e, "the module does not answer", "le module ne répond pas"));
        }

        return checks;
    }

    internal static CardCheck Failure(CpsException e, string english, string french) => new(
        CardCheckStatus.Problem, $"{english} ({e.Message})", $"{french} ({e.Code})", e.Advice,
        e.Code == CpsErrorCode.CardModule
            ? "Vérifiez l'installation de la Cryptolib CPS et les droits du fichier"
            : "Retirez la carte et remettez-la, puis recommencez");
}
