namespace Cps.Smime.Directories.Tests;

/// <summary>LDAP URLs (RFC 4516) that name a directory, and those that are refused.</summary>
public sealed class LdapUrlTests
{
    [Theory]
    [InlineData("ldap://annuaire.gip-cps.fr/o=gip-cps,c=fr", "annuaire.gip-cps.fr", 389, false, "o=gip-cps,c=fr", null)]
    [InlineData("LDAPS://a.fr", "a.fr", 636, true, "", null)]
    [InlineData("ldaps://a.fr:1636/", "a.fr", 1636, true, "", null)]
    [InlineData("ldap://[2001:db8::7]/c=GB?objectClass?one", "2001:db8::7", 389, false, "c=GB", LdapScope.OneLevel)]
    [InlineData("ldap://[::1]:3890/c=FR??base", "::1", 3890, false, "c=FR", LdapScope.Base)]
    [InlineData("ldap://10.0.0.1/o=a%3fb,c=FR??sub", "10.0.0.1", 389, false, "o=a?b,c=FR", LdapScope.Subtree)]
    [InlineData("ldap://a.fr/o=University%20of%20Michigan,c=US", "a.fr", 389, false, "o=University of Michigan,c=US", null)]
    [InlineData("ldap://a.fr/l=Orl%C3%A9ans???", "a.fr", 389, false, "l=Orléans", null)]
    [InlineData("ldap://a.fr/????x-thing=1,y", "a.fr", 389, false, "", null)]
    public void A_URL_names_a_server_and_where_to_search(string text, string host, int port, bool isLdaps, string baseDn, LdapScope? scope)
    {
        LdapUrl url = LdapUrl.Parse(text);

        Assert.Equal((host, port, isLdaps, baseDn, scope), (url.Host, url.Port, url.IsLdaps, url.BaseDn, url.Scope));
    }

    [Fact]
    public void Attributes_are_those_to_return()
    {
        LdapUrl url = LdapUrl.Parse("ldap://a.fr/c=FR?userCertificate;binary,cn?sub");

        Assert.Equal(["userCertificate;binary", "cn"], url.Attributes);
        Assert.Equal(["userCertificate;binary", "cn"], LdapDirectoryOptions.FromUrl(url).CertificateAttributes);
        Assert.Equal("ldap://a.fr:389/c%3DFR?userCertificate;binary,cn?sub", url.ToString());
    }

    [Theory]
    [InlineData("ldap://a.fr:636/l=Orl%C3%A9ans,c=FR??one")]
    [InlineData("ldaps://[::1]:636/a%3Fb")]
    [InlineData("ldap://a.fr:389")]
    public void A_URL_that_is_written_is_read_back_the_same(string text)
    {
        LdapUrl url = LdapUrl.Parse(text);
        LdapUrl again = LdapUrl.Parse(url.ToString());

        Assert.Equal((url.Host, url.Port, url.IsLdaps, url.BaseDn, url.Scope), (again.Host, again.Port, again.IsLdaps, again.BaseDn, again.Scope));
    }

    [Theory]
    [InlineData("http://a.fr/", "begins with")]
    [InlineData("ldap:/a.fr/", "begins with")]
    [InlineData("", "begins with")]
    [InlineData("ldap:///c=FR", "host")]
    [InlineData("ldap://", "host")]
    [InlineData("ldap://a.fr:0/", "host")]
    [InlineData("ldap://a.fr:65536/", "host")]
    [InlineData("ldap://a.fr:/", "host")]
    [InlineData("ldap://a.fr:+3/", "host")]
    [InlineData("ldap://user:secret@a.fr/", "host")]
    [InlineData("ldap://user@a.fr/", "host")]
    [InlineData("ldap://a b/", "host")]
    [InlineData("ldap://[::1/", "host")]
    [InlineData("ldap://[::1]x/", "host")]
    [InlineData("ldap://[a.fr]/", "host")]
    [InlineData("ldap://::1/", "host")]
    [InlineData("ldap://a.fr/c=%4", "encoded")]
    [InlineData("ldap://a.fr/c=%zz", "encoded")]
    [InlineData("ldap://a.fr/c=%ff", "encoded")]
    [InlineData("ldap://a.fr/c=%00", "encoded")]
    [InlineData("ldap://a.fr/c=FR?*", "encoded")]
    [InlineData("ldap://a.fr/c=FR?a,,b", "encoded")]
    [InlineData("ldap://a.fr/c=FR??all", "scope")]
    [InlineData("ldap://a.fr/c=FR??sub?(cn=a)", "filter")]
    [InlineData("ldap://a.fr/c=FR??sub??!bindname=cn=a", "extension")]
    [InlineData("ldap://a.fr/c=FR??sub??a,!b", "extension")]
    [InlineData("ldap://a.fr/c=FR??sub??%21b", "extension")]
    [InlineData("ldap://a.fr/c=FR??sub??a?b", "extension")]
    public void What_is_no_URL_of_a_directory_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(LdapUrl.TryParse(text, out _));
        Assert.Contains(reason, Assert.Throws<FormatException>(() => LdapUrl.Parse(text)).Message, StringComparison.Ordinal);
    }
}
