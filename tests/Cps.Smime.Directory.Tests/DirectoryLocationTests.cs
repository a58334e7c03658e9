using Cps.Smime.Certificates;

namespace Cps.Smime.Directories.Tests;

/// <summary>One text names a directory of any kind.</summary>
public sealed class DirectoryLocationTests
{
    [Fact]
    public async Task A_file_is_LDIF_and_a_folder_holds_certificates()
    {
        using TempFolder folder = new();
        folder.Write("a.pem", TestCertificates.Martin.ToPem());
        string ldif = folder.Write("a.ldif", LdifWriterTests.Write(
            new LdifEntry("cn=Durand", [new("mail", "durand@exemple.fr"), new("userCertificate;binary", TestCertificates.Durand.Encoded)])));

        ICertificateDirectory files = await DirectoryLocation.OpenAsync(folder.Path, cancellationToken: TestContext.Current.CancellationToken);
        ICertificateDirectory entries = await DirectoryLocation.OpenAsync(ldif, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([TestCertificates.Martin], await FindAsync(files, "dr.martin@exemple.fr"));
        Assert.Equal([TestCertificates.Durand], await FindAsync(entries, "durand@exemple.fr"));
        Assert.Equal((folder.Path, ldif), (files.Name, entries.Name));
    }

    [Fact]
    public async Task A_URL_is_a_server_that_the_caller_may_configure_and_that_is_not_contacted_yet()
    {
        LdapDirectoryOptions? made = null;

        ICertificateDirectory directory = await DirectoryLocation.OpenAsync(
            "ldaps://annuaire.invalid/o=gip-cps,c=fr",
            o => made = o with { Anchors = new TrustAnchors([TestCertificates.Authority.Certificate]) },
            TestContext.Current.CancellationToken);

        Assert.Equal("ldaps://annuaire.invalid:636", directory.Name);
        Assert.Equal(("o=gip-cps,c=fr", LdapScope.Subtree, LdapTls.Ldaps), (made!.BaseDn, made.Scope, made.Tls));
    }

    [Theory]
    [InlineData("absent.ldif", CpsErrorCode.InputUnreadable, "cannot be read")]
    [InlineData("https://exemple.fr/annuaire", CpsErrorCode.InputUnreadable, "not known")]
    [InlineData("ldap://", CpsErrorCode.InputUnreadable, "URL cannot be used")]
    [InlineData("ldap://a.fr/??sub?(cn=*)", CpsErrorCode.InputUnreadable, "URL cannot be used")]
    [InlineData("ldaps://a.fr/", CpsErrorCode.DirectoryUnavailable, "options are incomplete")]
    public async Task What_names_no_directory_is_a_typed_error(string location, CpsErrorCode code, string message)
    {
        DirectoryException error = await Assert.ThrowsAsync<DirectoryException>(() => DirectoryLocation.OpenAsync(location));

        Assert.Equal((code, location), (error.Code, error.Subject));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Advice);
    }

    private static async Task<IEnumerable<Certificate>> FindAsync(ICertificateDirectory directory, string address) =>
        Assert.Single((await directory.FindAsync(EmailAddress.Parse(address), TestContext.Current.CancellationToken)).Entries).Certificates;
}
