using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Mime;
using MimeKit;

namespace Cps.Smime;

/// <summary>
/// Seals letters for correspondents and opens what they send: <see cref="PlanAsync"/> says who can be sealed for, <see cref="SealAsync"/>
/// writes the message, <see cref="OpenAsync"/> opens one and reports what may be believed of it. Keys are passed in: the signing key is
/// often a card's, the decryption keys often files', and they need not belong together. Safe for any number of threads.
/// </summary>
public sealed partial class SecureMailbox
{
    private readonly SecureMailboxOptions _options;
    private readonly EncryptionCertificateSelector _selector;
    private readonly SecureMessageReader _reader;
    private readonly SecureMessageReader _overlappingReader;

    /// <summary>Makes a mailbox.</summary>
    public SecureMailbox(SecureMailboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ConcurrentLookups, 1);
        _options = options;
        _selector = new EncryptionCertificateSelector(options.Anchors);
        _reader = new SecureMessageReader(options.Limits);
        _overlappingReader = new SecureMessageReader(options.Limits, options.Overlap);
    }

    /// <summary>Looks correspondents up and says, before anything is sealed, who can be sealed for, with what, and who cannot and why.</summary>
    /// <param name="correspondents">The addresses.</param>
    /// <param name="copyToSelf">A certificate of the sender to encrypt to as well, so that the sent message can be read again; or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">No directory was given in the options.</exception>
    public async Task<SealPlan> PlanAsync(IReadOnlyCollection<EmailAddress> correspondents, Certificate? copyToSelf = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(correspondents);
        ICertificateDirectory directory = _options.Directory ?? throw new InvalidOperationException("A plan needs a directory: set SecureMailboxOptions.Directory.");
        DateTimeOffset now = _options.Time.GetUtcNow();
        EmailAddress[] addresses = [.. correspondents.Distinct()];
        PlannedRecipient[] recipients = new PlannedRecipient[addresses.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.ConcurrentLookups, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, addresses.Length, parallel, async (i, token) =>
            recipients[i] = await PlanOneAsync(directory, addresses[i], now, token).ConfigureAwait(false)).ConfigureAwait(false);
        bool gcm = _options.Policy == SealingPolicy.Modern || recipients.All(r => r.ReadsGcm);
        return new SealPlan(recipients, gcm ? ContentEncryption.Aes256Gcm : ContentEncryption.Aes256Cbc, now) { CopyToSelf = copyToSelf };
    }

    /// <summary>Seals a letter: signs it, then encrypts it to everybody of the plan.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="plan">A complete plan.</param>
    /// <param name="signer">The key that signs; a card may ask for its PIN.</param>
    /// <param name="output">
    /// Takes the message. When this throws, what was written is worthless; use <see cref="OutputFile"/> to have a whole file or none.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CpsException">PlanIncomplete, InputUnreadable, or what the key or card said.</exception>
    public Task SealAsync(Letter letter, SealPlan plan, ISigningKey signer, Stream output, CancellationToken cancellationToken = default) =>
        SealLetterAsync(letter, plan, signer, _options.Overlap, output, cancellationToken);

    /// <summary>Opens a message, from whichever S/MIME product it comes, and judges it.</summary>
    /// <param name="input">The message; need not be seekable.</param>
    /// <param name="keys">The keys to open envelopes with; those that ask a person are used last.</param>
    /// <param name="options">What the caller knows of the message; null when nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The letter with its report; the caller disposes it. Nothing is stored, and only the configured directory is asked.</returns>
    /// <exception cref="CpsException">The message cannot be read or opened; nothing of its content comes out.</exception>
    public Task<OpenedLetter> OpenAsync(Stream input, IReadOnlyCollection<IDecryptionKey> keys, OpenOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenLetterAsync(_overlappingReader, input, keys, options, cancellationToken);

    private async Task<OpenedLetter> OpenLetterAsync(
        SecureMessageReader reader, Stream input, IReadOnlyCollection<IDecryptionKey> keys, OpenOptions? options, CancellationToken cancellationToken)
    {
        options ??= new OpenOptions();
        OpenedMessage message = await reader.OpenAsync(input, keys, cancellationToken).ConfigureAwait(false);
        try
        {
            return new OpenedLetter(message, await JudgeAsync(message, options, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private async Task SealLetterAsync(Letter letter, SealPlan plan, ISigningKey signer, HandOffOptions overlap, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(signer);
        if (!plan.IsComplete)
        {
            throw new CpsException(CpsErrorCode.PlanIncomplete, "not every correspondent can be sealed for",
                string.Join("; ", plan.Recipients.Where(r => !r.CanBeSealed).Select(r => r.ToSentence(TextLanguage.English))),
                "Remove those correspondents from the plan, or have their certificates published.");
        }

        // Nobody that the letter is written to may be left out; the plan may name more (those who get a copy).
        if (letter.To.Any(to => !plan.Recipients.Any(r => r.Address.Equals(to))))
        {
            throw new ArgumentException("The letter has a correspondent that the plan does not name.", nameof(plan));
        }

        List<Recipient> recipients = [.. plan.Recipients.Select(r => new Recipient(r.Certificate!, r.KeyTransport))];
        if (plan.CopyToSelf is { } self)
        {
            recipients.Add(new Recipient(self, _options.Policy == SealingPolicy.Modern ? KeyTransportAlgorithm.RsaOaepSha256 : KeyTransportAlgorithm.RsaPkcs1));
        }

        List<IDisposable> owned = [];
        try
        {
            using MimeMessage message = LetterComposer.Compose(letter, _options.Time.GetUtcNow(), owned);
            SigningOptions signing = new() { Time = _options.Time };
            await SealedMessageWriter.WriteAsync(message, signer, signing, recipients, plan.ContentEncryption, overlap, output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            owned.ForEach(o => o.Dispose());
        }
    }

    private async Task<MessageReport> JudgeAsync(OpenedMessage message, OpenOptions options, CancellationToken cancellationToken)
    {
        DateTimeOffset time = options.ReceivedAt ?? _options.Time.GetUtcNow();
        SignerBinding binding = new(_options, options.ExpectedNationalId, time);
        List<SignerStatement> signers = [];
        if (message.ContentSignature is { } signature)
        {
            bool mayAsk = signature.Signers.Count == 1 && message.Layers.All(l => l.Problems.Count == 0);
            foreach (SignerReport facts in signature.Signers)
            {
                signers.Add(await binding.StateAsync(facts, signature.Certificates, message.From.Single, mayAsk, cancellationToken).ConfigureAwait(false));
            }
        }

        (Verdict verdict, List<VerdictReason> reasons) = VerdictRules.Judge(message, signers, binding.DirectoryFailed);
        return new MessageReport
        {
            Verdict = verdict,
            Reasons = reasons,
            Layers = message.Layers,
            Signers = signers,
            From = message.From.Single?.ToString(),
            Subject = message.Subject,
            ValidationTime = time,
        };
    }

    private async Task<PlannedRecipient> PlanOneAsync(ICertificateDirectory directory, EmailAddress address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DirectoryAnswer answer;
        try
        {
            answer = await directory.FindAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch (CpsException e)
        {
            return new PlannedRecipient(address, null, KeyTransportAlgorithm.RsaPkcs1, PlanProblem.DirectoryFailed) { Source = directory.Name, Failure = e };
        }

        CertificateChoice choice = _selector.Select(address, answer, now);
        if (choice.Certificate is not { } certificate)
        {
            PlanProblem problem = answer.Entries.Count == 0 ? PlanProblem.Unknown : choice.Rejected.Count == 0 ? PlanProblem.NoCertificate : PlanProblem.NoUsableCertificate;
            return new PlannedRecipient(address, null, KeyTransportAlgorithm.RsaPkcs1, problem)
            {
                Source = answer.Source,
                DisplayName = answer.Entries is [{ } first, ..] ? first.DisplayName : null,
                Rejected = choice.Rejected,
            };
        }

        SmimeCapabilities? capabilities = choice.Entry?.Capabilities is { } encoded ? SmimeCapabilities.TryRead(encoded) : null;
        bool oaep = _options.Policy == SealingPolicy.Modern || capabilities is { ReadsOaep: true };
        return new PlannedRecipient(address, certificate, oaep ? KeyTransportAlgorithm.RsaOaepSha256 : KeyTransportAlgorithm.RsaPkcs1, null)
        {
            Source = answer.Source,
            DisplayName = choice.Entry?.DisplayName,
            ReadsGcm = capabilities is { ReadsGcm: true },
            Rejected = choice.Rejected,
        };
    }
}
