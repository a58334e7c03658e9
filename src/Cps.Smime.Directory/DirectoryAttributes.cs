using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// Turns the attributes of an LDAP or LDIF entry into a <see cref="DirectoryEntry"/>: which attributes are mail addresses, which hold
/// certificates, and which name is shown. What cannot be read is passed over with a reason. Immutable.
/// </summary>
internal sealed class DirectoryAttributes
{
    /// <summary>How many reasons one answer tells.</summary>
    public const int MaximumProblems = 100;

    private const string UserSmimeCertificate = "userSMIMECertificate";
    private static readonly string[] s_names = ["displayName", "cn"];

    private readonly HashSet<string> _mail;
    private readonly HashSet<string> _certificates;
    private readonly int _maximumCertificates;

    /// <summary>Makes a reader of these attributes.</summary>
    /// <param name="mailAttributes">The attributes that hold addresses; options are ignored.</param>
    /// <param name="certificateAttributes">The attributes that hold certificates; options are ignored.</param>
    /// <param name="maximumCertificates">How many certificates one entry may hold; the others are passed over.</param>
    public DirectoryAttributes(IEnumerable<string> mailAttributes, IEnumerable<string> certificateAttributes, int maximumCertificates)
    {
        _mail = mailAttributes.Select(AttributeDescription.TypeOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _certificates = certificateAttributes.Select(AttributeDescription.TypeOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _maximumCertificates = maximumCertificates;
    }

    /// <summary>The attributes whose values are shown as a person's name, the best first.</summary>
    public static IReadOnlyList<string> NameAttributes => s_names;

    /// <summary>The mail addresses of an entry, as written there.</summary>
    public List<string> Addresses(IEnumerable<LdifAttribute> attributes) =>
        [.. attributes.Where(a => _mail.Contains(a.Type)).Select(a => a.Text.Trim()).Where(t => EmailAddress.TryParse(t, out _))];

    /// <summary>Reads an entry.</summary>
    public DirectoryEntry Read(string name, IReadOnlyList<LdifAttribute> attributes, ICollection<string> problems)
    {
        List<Certificate> certificates = [];
        ReadOnlyMemory<byte>? capabilities = null;
        foreach (LdifAttribute attribute in attributes.Where(a => _certificates.Contains(a.Type)))
        {
            ReadCertificates(name, attribute, certificates, problems);
            if (attribute.Type.Equals(UserSmimeCertificate, StringComparison.OrdinalIgnoreCase))
            {
                capabilities ??= PublishedCapabilities.Find(attribute.Value);
            }
        }

        return new DirectoryEntry(name, certificates)
        {
            Addresses = Addresses(attributes),
            DisplayName = s_names.Select(n => FirstText(attributes, n)).FirstOrDefault(t => t is not null),
            Capabilities = capabilities,
        };
    }

    /// <summary>Adds a reason, as long as there is room for it.</summary>
    public static void Tell(ICollection<string> problems, string problem)
    {
        if (problems.Count < MaximumProblems)
        {
            problems.Add(problem);
        }
    }

    private void ReadCertificates(string name, LdifAttribute attribute, List<Certificate> certificates, ICollection<string> problems)
    {
        try
        {
            foreach (Certificate certificate in Certificate.ReadAll(attribute.Value.Span))
            {
                if (certificates.Count >= _maximumCertificates)
                {
                    Tell(problems, $"{PlainText.Of(name)}: more than {_maximumCertificates} certificates, the others were passed over");
                    return;
                }

                if (!certificates.Contains(certificate))
                {
                    certificates.Add(certificate);
                }
            }
        }
        catch (CpsException e)
        {
            Tell(problems, $"{PlainText.Of(name)}: a value of {attribute.Description} was passed over: {e.Message}");
        }
    }

    private static string? FirstText(IEnumerable<LdifAttribute> attributes, string type)
    {
        string? text = attributes.FirstOrDefault(a => a.Type.Equals(type, StringComparison.OrdinalIgnoreCase))?.Text;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
