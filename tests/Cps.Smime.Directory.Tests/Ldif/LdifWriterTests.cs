using System.Text;
using CsCheck;

namespace Cps.Smime.Directories.Tests;

/// <summary>LDIF as it is written, and that whatever is written is read back the same.</summary>
public sealed class LdifWriterTests
{
    private static readonly Gen<LdifAttribute> s_attribute = Gen.Select(
        Generators.OneOf("cn", "mail", "userCertificate;binary", "ou;lang-ja", "2.5.4.3", "dn2", "changetypes"),
        Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.String[Gen.Char[' ', '~'], 0, 200].Select(Encoding.ASCII.GetBytes),
            Generators.OneOf(" a", "a ", ":a", "<a", "a\n", "a\rb", "a\0", "é", "", " ", "#a").Select(Encoding.UTF8.GetBytes)),
        (description, value) => new LdifAttribute(description, value));

    private static readonly Gen<LdifEntry> s_entry = Gen.Select(
        Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 100], Gen.String[Gen.Char['\0', '퟿'], 0, 100]),
        s_attribute.Array[0, 8],
        (dn, attributes) => new LdifEntry(dn, attributes));

    [Fact]
    public void Values_that_are_not_plain_go_in_base64_and_lines_are_folded_at_76()
    {
        string written = Write(
            new LdifEntry("cn=a", [new("cn", "a"), new("sn", " a"), new("ou", "a "), new("l", "Orléans"), new("o", ""), new("st", ":a"), new("street", "<a")]),
            new LdifEntry("cn=é", [new("description", new string('x', 150))]));

        Assert.Equal(
            "version: 1\n"
            + "dn: cn=a\ncn: a\nsn:: IGE=\nou:: YSA=\nl:: T3Jsw6lhbnM=\no:\nst:: OmE=\nstreet:: PGE=\n"
            + "\ndn:: Y249w6k=\n"
            + "description: " + new string('x', 63) + "\n " + new string('x', 75) + "\n " + new string('x', 12) + "\n",
            written);
    }

    [Fact]
    public void Whatever_is_written_is_read_back_the_same() => s_entry.Array[0, 5].Sample(entries =>
    {
        string written = Write(entries);
        List<LdifEntry> read = [.. LdifReader.Read(Encoding.ASCII.GetBytes(written))];
        Assert.Equal(entries.Select(Describe), read.Select(Describe));
        Assert.All(written.Split('\n'), line => Assert.InRange(line.Length, 0, 76));
        Assert.True(written.All(c => c is '\n' or (>= (char)1 and <= (char)127)));
    });

    [Fact]
    public void Whatever_bytes_come_the_reader_gives_entries_or_its_own_error() => Gen.OneOf(
        Gen.Byte.Array[0, 400],
        Gen.String[Generators.OneOf('d', 'n', ':', ' ', '\n', '\r', '#', '<', 'A', '=', '\0', 'é', ';'), 0, 100].Select(s => Encoding.UTF8.GetBytes("dn: a\n" + s))).Sample(bytes =>
    {
        try
        {
            _ = LdifReader.Read(bytes).Count();
        }
        catch (DirectoryException e)
        {
            Assert.NotNull(e.LineNumber);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("c n")]
    [InlineData("cn:")]
    [InlineData("cn\n")]
    [InlineData(";binary")]
    [InlineData("é")]
    public void An_attribute_name_that_would_break_the_file_is_refused(string description) =>
        Assert.Throws<ArgumentException>(() => new LdifAttribute(description, "a"));

    internal static string Write(params IEnumerable<LdifEntry> entries)
    {
        using StringWriter text = new();
        LdifWriter writer = new(text);
        foreach (LdifEntry entry in entries)
        {
            writer.Write(entry);
        }

        return text.ToString();
    }

    private static string Describe(LdifEntry entry) =>
        entry.DistinguishedName + string.Concat(entry.Attributes.Select(a => $"|{a.Description}={Convert.ToHexString(a.Value.Span)}"));
}
