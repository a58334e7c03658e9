using System.Formats.Asn1;

namespace Cps.Smime.Directories;

/// <summary>An entry found (RFC 4511 section 4.5.2): a PartialAttributeList read into single values, within limits.</summary>
internal static class SearchResultEntry
{
    /// <summary>Reads an entry.</summary>
    /// <param name="message">The message; the values are slices of it.</param>
    /// <param name="maximumValues">How many values are read.</param>
    /// <param name="maximumValueBytes">The largest value that is read.</param>
    /// <param name="problems">Where to tell what was passed over.</param>
    public static LdifEntry Read(LdapMessage message, int maximumValues, int maximumValueBytes, ICollection<string> problems)
    {
        AsnReader entry = message.Open();
        string name = entry.ReadLdapString();
        List<LdifAttribute> attributes = [];
        for (AsnReader list = entry.ReadSequence(); list.HasData;)
        {
            AsnReader attribute = list.ReadSequence();
            string description = attribute.ReadLdapString();
            bool isValid = AttributeDescription.IsValid(description);
            for (AsnReader values = attribute.ReadSetOf(skipSortOrderValidation: true); values.HasData;)
            {
                ReadOnlyMemory<byte> value = values.ReadLdapOctets();
                if (!isValid)
                {
                    DirectoryAttributes.Tell(problems, $"{PlainText.Of(name)}: an attribute whose name is none was passed over");
                }
                else if (attributes.Count >= maximumValues)
                {
                    DirectoryAttributes.Tell(problems, $"{PlainText.Of(name)}: more than {maximumValues} values, the others were passed over");
                    return new LdifEntry(name, attributes);
                }
                else if (value.Length > maximumValueBytes)
                {
                    DirectoryAttributes.Tell(problems, $"{PlainText.Of(name)}: a value of {description} larger than {maximumValueBytes} bytes was passed over");
                }
                else
                {
                    attributes.Add(new LdifAttribute(description, value));
                }
            }
        }

        return new LdifEntry(name, attributes);
    }
}
