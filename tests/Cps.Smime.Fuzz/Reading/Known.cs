using Cps.Smime.Certificates;

namespace Cps.Smime.Fuzz;

/// <summary>
/// What the holders of the keys really sealed and signed, learned from the seeds before anything is damaged. Whatever else comes out as
/// authentic or intact was forged.
/// </summary>
internal sealed class Known
{
    private static readonly Lazy<Known> s_instance = new(Learn);

    private readonly HashSet<string> _facts = new(StringComparer.Ordinal);
    private bool _learning = true;

    public static Known Facts => s_learning ?? s_instance.Value;

    // While the seeds are read, the targets meet the object that is being filled.
    [ThreadStatic]
    private static Known? s_learning;

    /// <summary>Content that an authenticated envelope gave.</summary>
    public void Released(byte[] content) => Check($"sealed {Contents.Digest(content)}", "content that nobody sealed came out of an authenticated envelope");

    /// <summary>Content that a signer is said to have signed.</summary>
    public void Signed(Certificate? signer, string contentDigest) => Check(
        $"signed {contentDigest} {(signer is null ? "" : Contents.Digest(signer.PublicKey.KeyBytes.Span))}", "a signature is intact over content that its signer did not sign");

    /// <summary>Parts of a message that were said to be valid, and from whom.</summary>
    public void Valid(string from, string parts) => Check($"valid {from} {parts}", "a verdict is valid over what nobody sent");

    private void Check(string fact, string broken)
    {
        if (_learning)
        {
            _facts.Add(fact);
        }
        else if (!_facts.Contains(fact))
        {
            throw new FindingException(broken);
        }
    }

    private static Known Learn()
    {
        s_learning = new Known();
        Known known = s_learning;
        try
        {
            foreach (Case seed in Case.Seeds)
            {
                _ = Target.Run(seed);
            }
        }
        finally
        {
            s_learning = null;
        }

        known._learning = false;
        return known;
    }
}
