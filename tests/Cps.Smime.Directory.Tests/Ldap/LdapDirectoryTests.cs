using Cps.Smime.Certificates;

namespace Cps.Smime.Directories.Tests;

/// <summary>What an LDAP directory asks through its transport and makes of the result; and options that are refused.</summary>
public sealed class LdapDirectoryTests
{
    private static readonly LdapDirectoryOptions s_options = new() { Host = "annuaire.exemple.fr", Tls = LdapTls.None, BaseDn = "o=exemple" };

    [Fact]
    public async Task Another_transport_may_be_put_in_the_clients_place()
    {
        LdapSearch? asked = null;
        LdapDirectory directory = new(s_options with { MailAttributes = ["cn"], MaximumEntries = 7, PageSize = 3 }, new FixedTransport(search =>
        {
            asked = search;
            return new LdapSearchResult([new LdifEntry("cn=a", [new("CN", "a@exemple.fr"), new("usercertificate;binary", TestCertificates.NoAddress.Encoded)])])
            {
                IsPartial = true,
                Problems = ["a reason"],
            };
        }));

        DirectoryAnswer answer = await directory.FindAsync(EmailAddress.Parse("a@exemple.fr"), TestContext.Current.CancellationToken);

        Assert.Equal(("o=exemple", LdapScope.Subtree, "(cn=a@exemple.fr)", 7, 3), (asked!.BaseDn, asked.Scope, asked.Filter.ToString(), asked.MaximumEntries, asked.PageSize));
        Assert.Equal(
            ["cn", "displayName", "userCertificate;binary", "userCertificate", "userSMIMECertificate;binary", "userSMIMECertificate", "cACertificate;binary"],
            asked.Attributes);
        DirectoryEntry entry = Assert.Single(answer.Entries);
        Assert.Equal([TestCertificates.NoAddress], entry.Certificates);
        Assert.Equal(["a@exemple.fr"], entry.Addresses);
        Assert.Equal(("fixed", true, "a reason"), (answer.Source, answer.IsPartial, Assert.Single(answer.Problems)));
    }

    [Fact]
    public void Options_that_make_no_sense_are_misuse()
    {
        static ValueTask<byte[]> Password(CancellationToken token) => ValueTask.FromResult("secret"u8.ToArray());
        LdapDirectoryOptions[] wrong =
        [
            s_options with { Host = "" }, s_options with { Host = "a b" }, s_options with { Host = new string('a', 300) }, s_options with { Port = 65536 },
            s_options with { Port = -1 }, s_options with { MaximumEntries = 0 }, s_options with { PageSize = -1 }, s_options with { MaximumBytes = 0 },
            s_options with { MaximumValueBytes = 0 }, s_options with { MaximumValues = 0 }, s_options with { ConnectTimeout = TimeSpan.Zero },
            s_options with { TotalTimeout = TimeSpan.FromDays(2) }, s_options with { MailAttributes = [] }, s_options with { MailAttributes = ["a)"] },
            s_options with { CertificateAttributes = ["a b"] }, s_options with { Tls = LdapTls.Ldaps }, s_options with { Tls = LdapTls.StartTls },
            s_options with { BindDn = "cn=a" }, s_options with { BindPassword = Password }, s_options with { BindDn = "cn=a", BindPassword = Password },
        ];

        Assert.All(wrong, o => Assert.ThrowsAny<ArgumentException>(() => new LdapDirectory(o)));
        _ = new LdapDirectory(s_options with { BindDn = "cn=a", BindPassword = Password, AllowPasswordInClear = true });
    }

    [Theory]
    [InlineData(LdapTls.None, 0, "ldap://annuaire.exemple.fr:389")]
    [InlineData(LdapTls.StartTls, 0, "ldap://annuaire.exemple.fr:389")]
    [InlineData(LdapTls.Ldaps, 0, "ldaps://annuaire.exemple.fr:636")]
    [InlineData(LdapTls.Ldaps, 1636, "ldaps://annuaire.exemple.fr:1636")]
    public void A_directory_is_named_after_its_server(LdapTls tls, int port, string name) =>
        Assert.Equal(name, new LdapDirectory(s_options with { Tls = tls, Port = port, Anchors = new TrustAnchors([TestCertificates.Authority.Certificate]) }).Name);

    private sealed class FixedTransport(Func<LdapSearch, LdapSearchResult> answer) : ILdapTransport
    {
        public string Name => "fixed";

        public ValueTask<LdapSearchResult> SearchAsync(LdapSearch search, CancellationToken cancellationToken = default) => ValueTask.FromResult(answer(search));
    }
}
