using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Commands;

/// <summary>What opens a message, as the command line says it.</summary>
/// <param name="Keys">The private keys.</param>
/// <param name="MessagePassword">A file with the password of the message, or null.</param>
/// <param name="PasswordFile">A file with the password of the key files, or null.</param>
internal sealed record CmsKeys(IReadOnlyList<string> Keys, string? MessagePassword, string? PasswordFile)
{
    /// <summary>The files, each with its option.</summary>
    public IEnumerable<(string Option, string? Path)> Inputs =>
        [("--message-password", MessagePassword), ("--password-file", PasswordFile), .. Keys.Select(k => ("--key", (string?)k))];

    /// <summary>Checks that there is something.</summary>
    public void Check(KeyOpener opener)
    {
        if (Keys.Count == 0 && MessagePassword is null)
        {
            throw new UsageException("nothing is given to open the message with", advice: "Give --key KEY or --message-password FILE");
        }

        opener.Check("--key", Keys);
    }

    /// <summary>Opens the keys, and runs what needs them.</summary>
    public async Task<T> UseAsync<T>(KeyOpener opener, Func<IReadOnlyCollection<IRecipientKey>, Task<T>> use, CancellationToken cancellationToken)
    {
        using Password? password = MessagePassword is { } path ? CmsOptions.ReadPassword(path) : null;
        List<IRecipientKey> keys = [.. await opener.OpenDecryptionKeysAsync(Keys, cancellationToken)];
        if (password is not null)
        {
            keys.Add(password);
        }

        return await use(keys);
    }
}
