using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories.Tests;

/// <summary>Look-ups in a real server, OpenLDAP's.</summary>
public sealed class SlapdTests : IClassFixture<Slapd>
{
    private readonly Slapd _slapd;

    public SlapdTests(Slapd slapd)
    {
        _slapd = slapd;
        slapd.Require();
    }

    [Theory]
    [InlineData("dr.martin@exemple.fr")]
    [InlineData("H.MARTIN@cabinet.exemple.fr")]
    public async Task Every_certificate_of_a_person_is_found_by_each_address(string asked)
    {
        DirectoryAnswer answer = await FindAsync(asked);

        DirectoryEntry entry = Assert.Single(answer.Entries);
        Assert.Equal(_slapd.Url, answer.Source);
        Assert.Equal($"cn=Martin,ou=people,{Slapd.Base}", entry.Name);
        Assert.Equal("Dr Hélène Martin", entry.DisplayName);
        Assert.Equal(new HashSet<Certificate> { TestCertificates.Martin, TestCertificates.MartinLater }, entry.Certificates.ToHashSet());
        Assert.Equal(2, entry.Certificates.Count);
        Assert.Equal(["dr.martin@exemple.fr", "h.martin@cabinet.exemple.fr"], entry.Addresses.Order());
        Assert.False(answer.IsPartial);
        Assert.Empty(answer.Problems);
    }

    [Fact]
    public async Task A_userSMIMECertificate_gives_certificate_and_capabilities()
    {
        DirectoryEntry entry = Assert.Single((await FindAsync("durand@exemple.fr")).Entries);

        Assert.Equal([TestCertificates.Durand], entry.Certificates);
        Assert.Equal("300D300B060960864801650304012E", Convert.ToHexString(entry.Capabilities!.Value.Span));
    }

    [Theory]
    [InlineData("cn", "Martin", 1)]
    [InlineData("cn", "Durand (*)", 1)]
    [InlineData("cn", "*", 0)]
    [InlineData("cn", "*)(objectClass=*", 0)]
    [InlineData("unknownAttribute", "Martin", 0)]
    public async Task A_value_is_only_a_value_for_the_server_too(string attribute, string value, int found)
    {
        LdapSearchResult result = await new LdapClient(_slapd.Options()).SearchAsync(
            new LdapSearch(Slapd.Base, LdapScope.Subtree, LdapFilter.Equality(attribute, value), ["cn"]), TestContext.Current.CancellationToken);

        Assert.Equal(found, result.Entries.Count);
    }

    [Fact]
    public async Task Combined_filters_and_authorities()
    {
        LdapFilter filter = LdapFilter.And(LdapFilter.Present("cACertificate;binary"), LdapFilter.Or(LdapFilter.Equality("cn", "CA"), LdapFilter.Equality("cn", "other")));

        LdapSearchResult result = await new LdapClient(_slapd.Options()).SearchAsync(
            new LdapSearch(Slapd.Base, LdapScope.OneLevel, filter, ["cACertificate;binary"]), TestContext.Current.CancellationToken);

        LdifAttribute value = Assert.Single(Assert.Single(result.Entries).Attributes);
        Assert.Equal("cACertificate;binary", value.Description, ignoreCase: true);
        Assert.Equal(TestCertificates.Authority.Certificate, Certificate.FromDer(value.Value.Span));
    }

    [Fact]
    public async Task An_unknown_address_has_an_answer_without_entry()
    {
        DirectoryAnswer answer = await FindAsync("nobody@exemple.fr");

        Assert.Empty(answer.Entries);
        Assert.False(answer.IsPartial);
    }

    [Fact]
    public async Task A_limit_of_one_entry_gives_one_and_says_that_there_are_more()
    {
        DirectoryAnswer answer = await FindAsync("everyone@exemple.fr", o => o with { MaximumEntries = 1 });

        Assert.Single(answer.Entries);
        Assert.True(answer.IsPartial);
    }

    [Fact]
    public async Task Pages_get_more_than_the_servers_own_limit()
    {
        DirectoryAnswer paged = await FindAsync("everyone@exemple.fr", o => o with { MaximumEntries = 1000, PageSize = 100 });
        DirectoryAnswer atOnce = await FindAsync("everyone@exemple.fr", o => o with { MaximumEntries = 1000, PageSize = 0 });

        Assert.Equal(520, paged.Entries.Select(e => e.Name).Distinct().Count());
        Assert.False(paged.IsPartial);
        Assert.Equal(200, atOnce.Entries.Count);
        Assert.True(atOnce.IsPartial);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5, 100)]
    [InlineData(50, 10)]
    public async Task A_server_that_allows_ten_at_once_or_pages_of_five_gives_what_it_allows(int pageSize, int found)
    {
        DirectoryAnswer answer = await FindAsync("everyone@exemple.fr", o => WithPassword(o, Slapd.CappedDn, "secret") with { PageSize = pageSize });

        Assert.Equal(found, answer.Entries.Count);
        Assert.True(answer.IsPartial);
    }

    [Fact]
    public async Task A_base_that_does_not_exist_is_told()
    {
        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(() => FindAsync("dr.martin@exemple.fr", o => o with { BaseDn = "o=absent,o=exemple,c=fr" }));

        Assert.Equal((CpsErrorCode.DirectoryAnswer, LdapResultCode.NoSuchObject), (error.Code, error.ResultCode));
        Assert.Equal($"the directory refused the search: NoSuchObject (32): {_slapd.Url}. Check the base DN.", error.ToLine());
    }

    [Fact]
    public async Task A_base_that_is_no_name_is_told()
    {
        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(() => FindAsync("dr.martin@exemple.fr", o => o with { BaseDn = "not a name" }));

        Assert.Equal(LdapResultCode.InvalidDNSyntax, error.ResultCode);
    }

    [Fact]
    public async Task A_simple_bind_sends_the_password_and_then_wipes_it()
    {
        byte[] password = Encoding.UTF8.GetBytes("secret");

        DirectoryAnswer answer = await FindAsync("durand@exemple.fr", o => o with
        {
            BindDn = Slapd.AdministratorDn,
            BindPassword = _ => ValueTask.FromResult(password),
            AllowPasswordInClear = true,
        });

        Assert.Single(answer.Entries);
        Assert.Equal(new byte[6], password);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_the_password()
    {
        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(() => FindAsync("durand@exemple.fr", o => WithPassword(o, Slapd.AdministratorDn, "wrong-one")));

        Assert.Equal((CpsErrorCode.DirectoryAnswer, LdapResultCode.InvalidCredentials), (error.Code, error.ResultCode));
        Assert.DoesNotContain("wrong-one", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_password_is_not_sent() =>
        Assert.Contains("empty", (await Assert.ThrowsAsync<DirectoryException>(() => FindAsync("durand@exemple.fr", o => WithPassword(o, Slapd.AdministratorDn, "")))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(LdapTls.StartTls)]
    [InlineData(LdapTls.Ldaps)]
    public async Task TLS_with_a_server_of_the_given_authority(LdapTls tls)
    {
        DirectoryAnswer answer = await FindAsync("dr.martin@exemple.fr", o => WithPassword(WithTls(o, tls, TestCertificates.Authority.Certificate), Slapd.AdministratorDn, "secret") with
        {
            AllowPasswordInClear = false,
        });

        Assert.Equal(2, Assert.Single(answer.Entries).Certificates.Count);
    }

    [Theory]
    [InlineData(LdapTls.StartTls)]
    [InlineData(LdapTls.Ldaps)]
    public async Task A_server_of_another_authority_is_refused(LdapTls tls)
    {
        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(
            () => FindAsync("dr.martin@exemple.fr", o => WithTls(o, tls, TestCertificates.OtherAuthority.Certificate)));

        Assert.Equal((CpsErrorCode.DirectoryAnswer, "the certificate of the directory's server has no valid path to the given anchors"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData(LdapTls.StartTls)]
    [InlineData(LdapTls.Ldaps)]
    public async Task A_server_of_another_name_is_refused(LdapTls tls)
    {
        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(
            () => FindAsync("dr.martin@exemple.fr", o => WithTls(o, tls, TestCertificates.Authority.Certificate) with { Host = "localhost" }));

        Assert.Equal((CpsErrorCode.DirectoryAnswer, "the certificate of the directory's server names another host"), (error.Code, error.Message));
    }

    [Fact]
    public async Task Ldaps_to_a_port_that_speaks_clear_LDAP_fails_and_clear_text_is_not_tried()
    {
        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(
            () => FindAsync("dr.martin@exemple.fr", o => WithTls(o, LdapTls.Ldaps, TestCertificates.Authority.Certificate) with { Port = _slapd.Port }));

        Assert.Contains(error.Code, (CpsErrorCode[])[CpsErrorCode.DirectoryAnswer, CpsErrorCode.DirectoryUnavailable]);
    }

    [Theory]
    [InlineData("ou=elsewhere,")]
    [InlineData("ou=far,ou=elsewhere,")]
    public async Task A_referral_is_told_and_nobody_goes_there(string under)
    {
        DirectoryAnswer answer = await FindAsync("dr.martin@exemple.fr", o => o with { BaseDn = under + Slapd.Suffix });

        Assert.Empty(answer.Entries);
        Assert.True(answer.IsPartial);
        Assert.StartsWith($"a referral was not followed: {_slapd.ElsewhereUrl}", Assert.Single(answer.Problems), StringComparison.Ordinal);
        Assert.False(_slapd.WasElsewhereContacted);
    }

    [Fact]
    public async Task Fifty_lookups_at_once_are_answered()
    {
        LdapDirectory directory = new(_slapd.Options());

        DirectoryAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(async _ => await directory.FindAsync(EmailAddress.Parse("dr.martin@exemple.fr"), TestContext.Current.CancellationToken)));

        Assert.All(answers, a => Assert.Equal(2, Assert.Single(a.Entries).Certificates.Count));
    }

    [Fact]
    public void What_ldapsearch_exports_is_read()
    {
        string ldapsearch = ForeignSoftware.Require("ldapsearch", "ldap-utils");
        foreach (string style in (string[])["-L", "-LL", "-LLL"])
        {
            ProgramResult export = ForeignSoftware.Run(ldapsearch, [style, "-x", "-H", _slapd.Url, "-b", $"ou=people,{Slapd.Base}"]).Succeeded();

            List<LdifEntry> entries = [.. LdifReader.Read(export.OutputBytes)];

            Assert.Equal(3, entries.Count);
            LdifEntry martin = entries.Single(e => e.DistinguishedName.StartsWith("cn=Martin", StringComparison.Ordinal));
            Assert.Equal("Dr Hélène Martin", martin.Attributes.Single(a => a.Type == "displayName").Text);
            Assert.Equal(
                new HashSet<Certificate> { TestCertificates.Martin, TestCertificates.MartinLater },
                martin.Attributes.Where(a => a.Type == "userCertificate").Select(a => Certificate.FromDer(a.Value.Span)).ToHashSet());
        }
    }

    [Fact]
    public async Task What_the_writer_writes_is_taken_by_ldapadd()
    {
        string ldapadd = ForeignSoftware.Require("ldapadd", "ldap-utils");
        const string Description = " begins and ends with a space, and is longer than one line of seventy-six characters: Orléans ";
        string ldif = LdifWriterTests.Write(new LdifEntry($"cn=Ajouté,ou=people,{Slapd.Base}",
        [
            new("objectClass", "inetOrgPerson"), new("cn", "Ajouté"), new("sn", ":"), new("mail", "added@exemple.fr"), new("description", Description),
            new("userCertificate;binary", TestCertificates.NoAddress.Encoded),
        ]));
        string[] login = ["-x", "-H", _slapd.Url, "-D", Slapd.AdministratorDn, "-w", "secret"];

        ForeignSoftware.Run(ldapadd, login, input: Encoding.ASCII.GetBytes(ldif)).Succeeded();
        try
        {
            LdapSearchResult result = await new LdapClient(_slapd.Options()).SearchAsync(
                new LdapSearch(Slapd.Base, LdapScope.Subtree, LdapFilter.Equality("mail", "added@exemple.fr"), ["description", "sn"]), TestContext.Current.CancellationToken);
            Assert.Equal([Description, ":"], Assert.Single(result.Entries).Attributes.OrderBy(a => a.Type).Select(a => a.Text));
            Assert.Equal([TestCertificates.NoAddress], Assert.Single((await FindAsync("added@exemple.fr")).Entries).Certificates);
        }
        finally
        {
            ForeignSoftware.Run(ForeignSoftware.Require("ldapdelete", "ldap-utils"), [.. login, $"cn=Ajouté,ou=people,{Slapd.Base}"]).Succeeded();
        }
    }

    private static LdapDirectoryOptions WithPassword(LdapDirectoryOptions options, string dn, string password) => options with
    {
        BindDn = dn,
        BindPassword = _ => ValueTask.FromResult(Encoding.UTF8.GetBytes(password)),
        AllowPasswordInClear = true,
    };

    private LdapDirectoryOptions WithTls(LdapDirectoryOptions options, LdapTls tls, Certificate authority) => options with
    {
        Tls = tls,
        Port = tls == LdapTls.Ldaps ? _slapd.TlsPort : _slapd.Port,
        Anchors = new TrustAnchors([authority]),
    };

    private async Task<DirectoryAnswer> FindAsync(string address, Func<LdapDirectoryOptions, LdapDirectoryOptions>? with = null)
    {
        LdapDirectoryOptions options = _slapd.Options();
        return await new LdapDirectory(with?.Invoke(options) ?? options).FindAsync(EmailAddress.Parse(address), TestContext.Current.CancellationToken);
    }
}
