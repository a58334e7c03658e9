namespace Cps.Smime.Fuzz;

/// <summary>One input: the octets of a CMS message, or of a mail message.</summary>
/// <param name="Name">Where it comes from.</param>
/// <param name="IsMail">Whether it is mail.</param>
/// <param name="Bytes">The octets.</param>
internal sealed record Case(string Name, bool IsMail, byte[] Bytes)
{
    /// <summary>The seeds that go along with this program, in the order of their names.</summary>
    public static IReadOnlyList<Case> Seeds { get; } =
    [
        .. typeof(Case).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Seeds/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => Of(n, People.Resource(n))),
    ];

    /// <summary>The kind follows from the name: <c>.eml</c> is mail.</summary>
    public static Case Of(string name, byte[] bytes) => new(name, name.EndsWith(".eml", StringComparison.Ordinal), bytes);

    public Case Mutate(Case other, Random random) => this with
    {
        Bytes = IsMail ? TreeMutator.Cut(MailMutator.Mutate(Bytes, other.Bytes, random))
            : random.Next(5) == 0 ? ByteMutator.Mutate(Bytes, other.Bytes, random)
            : TreeMutator.Mutate(Bytes, other.Bytes, random),
    };
}
