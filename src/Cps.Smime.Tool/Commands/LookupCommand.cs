using System.CommandLine;
using System.Globalization;
using Cps.Smime.Certificates;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>lookup</c>: what a directory knows of an address, and with <c>--trust</c> which certificate a letter would be encrypted to.</summary>
internal static class LookupCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> address = new("ADDRESS") { Description = "The mail address." };
        Option<string> directory = CommonOptions.Directory(required: true);
        Option<string> trust = CommonOptions.Trust(required: false);
        trust.Description = "The trusted authorities: says which certificate would be used and why not the others. Needed for ldaps://.";
        Option<bool> json = CommonOptions.Json();
        Command command = new("lookup", "Look an address up in a directory.") { address, directory, trust, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            console,
            CommonOptions.ParseAddress("ADDRESS", parsed.GetRequiredValue(address)),
            parsed.GetRequiredValue(directory),
            parsed.GetValue(trust),
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, EmailAddress address, string location, string? trust, bool json, CancellationToken cancellationToken)
    {
        TrustAnchors? anchors = trust is null ? null : CommonOptions.LoadAnchors(trust);
        ICertificateDirectory directory = await CommonOptions.OpenDirectoryAsync(location, anchors, cancellationToken);
        DirectoryAnswer answer = await directory.FindAsync(address, cancellationToken);
        CertificateChoice? choice = anchors is null ? null : new EncryptionCertificateSelector(anchors).Select(address, answer, TimeProvider.System.GetUtcNow());
        CpsException? error = Failure(console, address, answer, choice);
        LookupJson found = Describe(address, answer, choice) with
        {
            Error = error is null ? null : ErrorJson.Of(error),
            ExitStatus = error is null ? null : ExitStatus.Directory,
        };
        if (json)
        {
            console.WriteJson(found, ToolJson.Instance.LookupJson);
        }
        else
        {
            Write(console, found);
        }

        if (error is not null)
        {
            console.Fail(error.ToLine());
        }

        return error is null ? ExitStatus.Done : ExitStatus.Directory;
    }

    private static CpsException? Failure(ToolConsole console, EmailAddress address, DirectoryAnswer answer, CertificateChoice? choice) =>
        answer.Entries.Count == 0
            ? new CpsException(CpsErrorCode.DirectoryAnswer, console.Say("the directory does not know the address", "l'annuaire ne connaît pas l'adresse"), address.ToString(),
                console.Say("Check the address, or ask another directory", "Vérifiez l'adresse, ou interrogez un autre annuaire"))
            : choice is { Certificate: null }
            ? new CpsException(CpsErrorCode.PlanIncomplete, console.Say("no certificate of the address can be encrypted to", "aucun certificat de l'adresse ne permet de chiffrer"), address.ToString(),
                console.Say("Ask the correspondent to publish one", "Demandez au correspondant d'en publier un"))
            : null;

    private static LookupJson Describe(EmailAddress address, DirectoryAnswer answer, CertificateChoice? choice) => new(
        address.ToString(),
        answer.Source,
        answer.IsPartial,
        answer.Problems,
        choice?.Certificate is { } chosen ? CertificateJson.Of(chosen) : null,
        [.. answer.Entries.Select(e => new LookupEntryJson(e.Name, e.DisplayName, e.Addresses, [.. e.Certificates.Select(c => Describe(c, choice))]))]);

    private static LookupCertificateJson Describe(Certificate certificate, CertificateChoice? choice) => new(
        CertificateJson.Of(certificate),
        choice is null ? null : [.. choice.Rejected.Where(r => r.Certificate.Equals(certificate)).SelectMany(r => r.Reasons).Select(r => JsonName.Of(r))]);

    private static void Write(ToolConsole console, LookupJson found)
    {
        foreach (LookupEntryJson entry in found.Entries)
        {
            console.WriteLine($"{entry.DisplayName ?? entry.Name}  {string.Join(", ", entry.Addresses)}");
            console.WriteTable(
                [
                    console.Say("Holder", "Titulaire"), console.Say("Identifier", "Identifiant"), console.Say("Issuer", "Émetteur"), console.Say("Valid until", "Valable jusqu'au"),
                    console.Say("Use", "Usage"),
                ],
                entry.Certificates.Select(c => new[]
                {
                    c.Certificate.Name,
                    c.Certificate.NationalId ?? "-",
                    c.Certificate.Issuer,
                    c.Certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    c.Certificate.Sha256 == found.Chosen?.Sha256 ? console.Say("would be used", "serait utilisé")
                        : c.Rejected is null ? "-"
                        : c.Rejected.Count > 0 ? string.Join(", ", c.Rejected)
                        : console.Say("usable, not the best", "utilisable, pas le meilleur"),
                }));
        }

        foreach (string problem in found.Problems)
        {
            console.WriteLine("! " + problem);
        }
    }
}
