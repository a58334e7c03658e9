using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories.Tests;

/// <summary>LDIF as RFC 2849 describes it: its examples, what tools write besides, and every refusal with its line.</summary>
public sealed class LdifReaderTests
{
    [Fact]
    public void Example_1_of_RFC_2849_is_a_simple_file_of_two_entries()
    {
        List<LdifEntry> entries = Read(
            """
            version: 1
            dn: cn=Barbara Jensen, ou=Product Development, dc=airius, dc=com
            objectclass: top
            objectclass: person
            cn: Barbara Jensen
            cn: Babs Jensen
            uid: bjensen
            telephonenumber: +1 408 555 1212
            description: A big sailing fan.

            dn: cn=Bjorn Jensen, ou=Accounting, dc=airius, dc=com
            objectclass: top
            telephonenumber: +1 408 555 1212
            """);

        Assert.Equal(["cn=Barbara Jensen, ou=Product Development, dc=airius, dc=com", "cn=Bjorn Jensen, ou=Accounting, dc=airius, dc=com"], entries.Select(e => e.DistinguishedName));
        Assert.Equal(["Barbara Jensen", "Babs Jensen"], Values(entries[0], "cn"));
        Assert.Equal(["+1 408 555 1212"], Values(entries[1], "telephonenumber"));
        Assert.Equal([2, 11], entries.Select(e => e.LineNumber));
    }

    [Fact]
    public void Example_2_of_RFC_2849_has_a_folded_value()
    {
        LdifEntry entry = Assert.Single(Read(
            """
            version: 1
            dn:cn=Barbara Jensen, ou=Product Development, dc=airius, dc=com
            title:Product Manager, Rod and Reel Division
            description:Babs is a big sailing fan, and travels extensively in sea
             rch of perfect sailing conditions.
            """));

        Assert.Equal(["Babs is a big sailing fan, and travels extensively in search of perfect sailing conditions."], Values(entry, "description"));
    }

    [Fact]
    public void Example_3_of_RFC_2849_has_a_value_in_base64()
    {
        LdifEntry entry = Assert.Single(Read(
            """
            version: 1
            dn: cn=Gern Jensen, ou=Product Testing, dc=airius, dc=com
            telephonenumber: +1 408 555 1212
            description:: V2hhdCBhIGNhcmVmdWwgcmVhZGVyIHlvdSBhcmUhICBUaGlzIHZhbHVl
             IGlzIGJhc2UtNjQtZW5jb2RlZCBiZWNhdXNlIGl0IGhhcyBhIGNvbnRyb2wgY2hhcmFjdGVyIG
             luIGl0IChhIENSKS4NICBCeSB0aGUgd2F5LCB5b3Ugc2hvdWxkIHJlYWxseSBnZXQgb3V0IG1vcm
             Uu
            """));

        Assert.Equal(
            ["What a careful reader you are!  This value is base-64-encoded because it has a control character in it (a CR).\r  By the way, you should really get out more."],
            Values(entry, "description"));
    }

    [Fact]
    public void Example_4_of_RFC_2849_has_names_in_UTF_8_and_attributes_with_language_options()
    {
        LdifEntry entry = Assert.Single(Read(
            """
            version: 1
            dn:: b3U95Za25qWt6YOoLG89QWlyaXVz
            # dn:: ou=<JapaneseOU>,o=Airius
            objectclass: top
            ou:: 5Za25qWt6YOo
            # ou:: <JapaneseOU>
            ou;lang-ja:: 5Za25qWt6YOo
            ou;lang-en: Sales
            """));

        Assert.Equal("ou=営業部,o=Airius", entry.DistinguishedName);
        Assert.Equal(["ou", "ou;lang-ja", "ou;lang-en"], entry.Attributes.Skip(1).Select(a => a.Description));
        Assert.All(entry.Attributes.Skip(1), a => Assert.Equal("ou", a.Type));
    }

    [Fact]
    public void Comments_may_be_folded_lines_may_end_with_CR_LF_and_the_last_needs_no_end()
    {
        LdifEntry entry = Assert.Single(Read("version: 1\r\n# a comment\r\n that goes on\r\n\r\n\r\ndn: cn=a\r\nmail: a@exem\r\n ple.fr\r\n\r\n\r\n# the end"));

        Assert.Equal(["a@exemple.fr"], Values(entry, "mail"));
    }

    [Fact]
    public void A_file_without_version_with_a_byte_order_mark_or_with_bare_UTF_8_is_read()
    {
        Assert.Equal("cn=a", Assert.Single(Read("dn: cn=a\ncn: a")).DistinguishedName);
        Assert.Equal("cn=a", Assert.Single(Read("\uFEFFdn: cn=a\ncn: a")).DistinguishedName);
        Assert.Equal(["Hélène"], Values(Assert.Single(Read("dn: cn=a\ncn: Hélène")), "cn"));
    }

    [Fact]
    public void An_empty_file_has_no_entry_and_an_empty_value_is_empty()
    {
        Assert.Empty(Read(""));
        Assert.Empty(Read("version: 1\n"));
        Assert.Equal([""], Values(Assert.Single(Read("dn: cn=a\ndescription:\n")), "description"));
        Assert.Equal([""], Values(Assert.Single(Read("dn: cn=a\ndescription::\n")), "description"));
    }

    [Theory]
    [InlineData("version: 2\ndn: cn=a", 1, CpsErrorCode.Malformed)]
    [InlineData("cn: a\n", 1, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\ncn: a\nno colon here\n", 3, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\nc n: a\n", 2, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\n: a\n", 2, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\nmail;: a\n", 2, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\ncn: a\ndn: cn=b\n", 3, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\ncn:: @@@\n", 2, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\ncn:: YQ\n", 2, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\ncn:: YW Jj\n", 2, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\ncn: a\0b\n", 2, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\ncn: a\rb\n", 2, CpsErrorCode.Malformed)]
    [InlineData(" folded: first\n", 1, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\n\n folded\n", 3, CpsErrorCode.Malformed)]
    [InlineData("dn: cn=a\njpegphoto:< file:///etc/passwd\n", 2, CpsErrorCode.Refused)]
    [InlineData("dn:< http://exemple.fr/\n", 1, CpsErrorCode.Refused)]
    [InlineData("version: 1\ndn: cn=a\nchangetype: delete\n", 3, CpsErrorCode.Refused)]
    [InlineData("version: 1\ndn: cn=a\ncontrol: 1.2.840.113556.1.4.805 true\nchangetype: delete\n", 3, CpsErrorCode.Refused)]
    public void What_is_not_a_content_record_is_refused_with_its_line(string ldif, int line, CpsErrorCode code)
    {
        DirectoryException error = Assert.Throws<DirectoryException>(() => Read(ldif));

        Assert.Equal(code, error.Code);
        Assert.Equal(line, error.LineNumber);
        Assert.Equal($"test.ldif, line {line}", error.Subject);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused()
    {
        DirectoryException error = Assert.Throws<DirectoryException>(() => LdifReader.Read(Encoding.Latin1.GetBytes("dn: cn=a\ncn: Hélène\n")).ToList());

        Assert.Equal((CpsErrorCode.Malformed, 2), (error.Code, error.LineNumber));
    }

    [Fact]
    public void Each_limit_refuses_the_whole_file()
    {
        const string Two = "dn: cn=a\ncn: 12345678901234567890\nsn: b\n\ndn: cn=b\ncn: b\n";
        LdifLimits limits = LdifLimits.Default;
        LdifLimits[] tooSmall =
        [
            limits with { MaximumFileBytes = 10 }, limits with { MaximumEntries = 1 }, limits with { MaximumLineBytes = 12 },
            limits with { MaximumValues = 1 }, limits with { MaximumValueBytes = 12 },
        ];

        Assert.Equal(2, Read(Two).Count);
        Assert.All(tooSmall, l => Assert.Equal(CpsErrorCode.LimitExceeded, Assert.Throws<DirectoryException>(() => Read(Two, l)).Code));
    }

    [Fact]
    public void A_line_that_never_stops_being_folded_is_refused_at_the_limit()
    {
        string endless = "dn: cn=a\ncn: a\n" + string.Concat(Enumerable.Repeat(" aaaaaaaaaa\n", 1000));

        DirectoryException error = Assert.Throws<DirectoryException>(() => Read(endless, LdifLimits.Default with { MaximumLineBytes = 500 }));

        Assert.Equal((CpsErrorCode.LimitExceeded, 2), (error.Code, error.LineNumber));
    }

    private static List<LdifEntry> Read(string ldif, LdifLimits? limits = null) => [.. LdifReader.Read(Encoding.UTF8.GetBytes(ldif), limits, "test.ldif")];

    private static IEnumerable<string> Values(LdifEntry entry, string description) => entry.Attributes.Where(a => a.Description == description).Select(a => a.Text);
}
