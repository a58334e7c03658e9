// One letter, from one practitioner to another: look up, plan, PIN, seal, open, verdict, record.
// Everything around it (PKI, cards, directory) is made up; everything done with it is what practice software does.
using Cps.Smime;
using Cps.Smime.Cards;
using Cps.Smime.Certificates;
using Cps.Smime.Directories;
using Cps.Smime.Envelopes;
using Cps.Smime.Hprim;
using Cps.Smime.Mime;
using SealedLetter;

Narrator narrator = new();
TextLanguage language = narrator.French ? TextLanguage.French : TextLanguage.English;
HprimLanguage hprimLanguage = narrator.French ? HprimLanguage.French : HprimLanguage.English;
string folder = args is [string given] ? Path.GetFullPath(given) : Path.Combine(Directory.GetCurrentDirectory(), "sealed-letter-demo");
try
{
    narrator.Step("Le décor", "The scene");
    using DemonstrationWorld world = DemonstrationWorld.Create(folder);
    EmailAddress from = EmailAddress.Parse(world.Sender.EmailAddress);
    EmailAddress to = EmailAddress.Parse(world.Correspondent.EmailAddress);
    narrator.Say("Une IGC de test aux profils IGC-Santé, deux cartes CPS simulées, un annuaire LDIF.", "A test PKI with IGC-Santé profiles, two simulated CPS cards, an LDIF directory.");
    foreach (CardReader reader in await world.Module.GetReadersAsync())
    {
        using Card inserted = await reader.OpenCardAsync();
        narrator.Line($"{reader.Name}: {inserted.Token.Label}, {inserted.Find(CardCertificateRole.Signature)?.Certificate.Identity}");
    }

    TrustAnchors anchors = TrustAnchors.Load(world.AnchorsFile);
    SecureMailbox mailbox = new(new SecureMailboxOptions { Anchors = anchors, Directory = await DirectoryLocation.OpenAsync(world.DirectoryFile) });

    narrator.Step("Le plan : pour qui peut-on sceller ?", "The plan: who can be sealed for?");
    SealPlan wished = await mailbox.PlanAsync([to, EmailAddress.Parse(world.Retired.EmailAddress), EmailAddress.Parse("inconnu@ailleurs.example")]);
    foreach (PlannedRecipient recipient in wished.Recipients)
    {
        narrator.Highlight(recipient.ToSentence(language), recipient.CanBeSealed);
    }

    SealPlan plan = wished.WithoutProblems();
    narrator.Line(plan.ToSentence(language));
    narrator.Say("La lettre ne part qu'à qui peut l'ouvrir ; les autres sont à joindre autrement.", "The letter goes only to those who can open it; the others must be reached in another way.");

    narrator.Step("Sceller avec la carte", "Seal with the card");
    using Card card = await (await world.Module.GetReadersAsync())[0].OpenCardAsync();
    CardSigningKey signer = card.GetSigningKey(new DemonstrationPin(narrator, DemonstrationWorld.Pin), intermediates: anchors.Intermediates);
    Letter letter = new()
    {
        From = from,
        FromName = $"Dr {world.Sender.GivenName} {world.Sender.Surname}",
        To = [.. plan.Recipients.Select(r => r.Address)],
        Subject = "Résultats et compte rendu",
        Text = "Cher confrère,\n\nVous trouverez ci-joint les résultats (HPRIM) et le compte rendu (PDF).\n\nBien confraternellement.\n",
        Attachments =
        [
            LetterAttachment.FromBytes("resultats.hpr", SampleDocuments.Hprim(world.Sender, world.Correspondent)),
            LetterAttachment.FromBytes("compte-rendu.pdf", SampleDocuments.Pdf("Compte rendu de consultation (document d'essai)")),
        ],
    };
    string sealedFile = Path.Combine(folder, "lettre.eml");
    while (true)
    {
        try
        {
            await OutputFile.WriteAsync(sealedFile, (output, cancellation) => mailbox.SealAsync(letter, plan, signer, output, cancellation));
            break;
        }
        catch (PinException e) when (e.Code == CpsErrorCode.PinIncorrect && !Console.IsInputRedirected)
        {
            // The library never tries a PIN again by itself: asking once more is this program's choice, and the person's.
            narrator.Highlight(e.ToLine(), good: false);
        }
    }

    narrator.Highlight(narrator.French ? $"Scellée : {sealedFile}" : $"Sealed: {sealedFile}", good: true);

    narrator.Step("Chez le correspondant : ouvrir et juger", "At the correspondent's: open and judge");
    using SoftwareKey key = KeyFile.Read(await File.ReadAllBytesAsync(world.CorrespondentKeyFile), DemonstrationWorld.FilePassword)[0];
    await using FileStream input = File.OpenRead(sealedFile);
    using OpenedLetter opened = await mailbox.OpenAsync(input, [key]);
    MessageReport report = opened.Report;
    narrator.Highlight(report.ToSentence(language), report.Verdict == Verdict.Valid);
    narrator.Line(string.Join(" > ", report.Layers.Select(l => $"{l.Kind} ({l.Algorithm})")));
    CertificateIdentity? author = report.Signers[0].Identity;
    narrator.Table(
        narrator.French ? ["Signataire", "Identifiant", "Profession", "Adresse liée par"] : ["Signer", "Identifier", "Profession", "Address bound by"],
        [[author?.DisplayName ?? "", author?.NationalId?.ToString() ?? "", author?.Profession?.Name ?? "", report.Signers[0].AddressMatch.ToString()]]);

    narrator.Step("Dans le dossier du patient", "Into the patient's record");
    string received = Directory.CreateDirectory(Path.Combine(folder, "recu")).FullName;
    foreach (MessagePart part in opened.Parts)
    {
        await OutputFile.WriteAsync(Path.Combine(received, part.FileName), async (output, cancellation) =>
        {
            await using Stream content = part.OpenRead();
            await content.CopyToAsync(output, cancellation);
        });
        narrator.Line($"{part.FileName} ({part.MediaType})");
    }

    HprimDocument document = HprimReader.Read(await File.ReadAllBytesAsync(Path.Combine(received, "resultats.hpr")));
    foreach (HprimMessage message in document.Messages)
    {
        narrator.Table(["", ""], HprimTextView.Fields(message, hprimLanguage).Select(f => new[] { f.Label, f.Value }));
        narrator.Table(
            narrator.French ? ["Analyse", "Résultat", "Normales", "Signalé", "Statut"] : ["Analysis", "Result", "Normal", "Flag", "Status"],
            HprimTextView.Rows(message, hprimLanguage).Select(r => new[] { r.Label, r.Value, r.Interval, r.Flag, r.Status }));
    }

    string page = Path.Combine(received, "resultats.html");
    await File.WriteAllTextAsync(page, HprimHtmlView.Render(document, new HprimHtmlViewOptions { Language = hprimLanguage }));
    narrator.Highlight(narrator.French ? $"Page à ouvrir : {page}" : $"Page to open: {page}", good: true);
    narrator.Step("Tout le courrier du soir, en un lot", "The whole evening post, as a batch");
    string post = Directory.CreateDirectory(Path.Combine(folder, "courrier")).FullName;
    IEnumerable<SealJob> jobs = Enumerable.Range(1, 20).Select(i => SealJob.ToFile(letter with { Subject = $"Compte rendu {i}" }, Path.Combine(post, $"{i:D2}.eml"), plan));
    int sealedLetters = 0;
    await foreach (BatchResult<SealJob, SealReport> result in mailbox.SealManyAsync(jobs.ToAsyncEnumerable(), signer))
    {
        sealedLetters += result.Succeeded ? 1 : 0;
    }

    narrator.Highlight(narrator.French ? $"{sealedLetters} lettres scellées, sans redemander le code" : $"{sealedLetters} letters sealed, and the PIN not asked again", sealedLetters == 20);

    narrator.Step("Où sont les fichiers", "Where the files lie");
    narrator.Line(folder);
    narrator.Say("La même chose à la ligne de commande :", "The same at the command line:");
    narrator.Line($"cps-smime open lettre.eml --key {Path.GetFileName(world.CorrespondentKeyFile)} --password-file {Path.GetFileName(world.PasswordFile)} "
        + $"--trust {Path.GetFileName(world.AnchorsFile)} --directory {Path.GetFileName(world.DirectoryFile)}");
    return report.Verdict == Verdict.Valid ? 0 : 10;
}
catch (CpsException e)
{
    await Console.Error.WriteLineAsync(e.ToLine());
    return 1;
}
