using Cps.Smime.Certificates;

namespace Cps.Smime.Directories.Tests;

/// <summary>Certificates found in a folder, by their own addresses and by the names of the files.</summary>
public sealed class FolderDirectoryTests
{
    [Fact]
    public async Task A_certificate_is_found_by_its_own_address_in_any_kind_of_file()
    {
        using TempFolder folder = new();
        folder.Write("1.pem", TestCertificates.Martin.ToPem());
        folder.Write("2.der", TestCertificates.MartinLater.Encoded.ToArray());
        folder.Write("3.P7B", TestCertificates.CertificatesOnly(null, TestCertificates.Durand, TestCertificates.Authority.Certificate));
        folder.Write("notes.txt", "not a certificate");
        FolderDirectory directory = await FolderDirectory.LoadAsync(folder.Path, cancellationToken: TestContext.Current.CancellationToken);

        DirectoryAnswer martin = await directory.FindAsync(EmailAddress.Parse("DR.MARTIN@exemple.fr"), TestContext.Current.CancellationToken);
        DirectoryAnswer durand = await directory.FindAsync(EmailAddress.Parse("durand@exemple.fr"), TestContext.Current.CancellationToken);

        Assert.Equal(["1.pem", "2.der"], martin.Entries.Select(e => e.Name));
        Assert.All(martin.Entries, e => Assert.Empty(e.Addresses));
        Assert.Equal([TestCertificates.Durand, TestCertificates.Authority.Certificate], Assert.Single(durand.Entries).Certificates);
        Assert.Equal(3, directory.FileCount);
        Assert.Empty(directory.Problems);
    }

    [Theory]
    [InlineData("structure@exemple.fr.pem")]
    [InlineData("Structure@Exemple.fr.crt")]
    [InlineData("structure@exemple.fr.CER")]
    public async Task A_file_named_after_an_address_binds_it_to_a_certificate_that_names_none(string fileName)
    {
        using TempFolder folder = new();
        folder.Write(fileName, TestCertificates.NoAddress.ToPem());
        FolderDirectory directory = await FolderDirectory.LoadAsync(folder.Path, cancellationToken: TestContext.Current.CancellationToken);

        DirectoryEntry entry = Assert.Single((await directory.FindAsync(EmailAddress.Parse("structure@exemple.fr"), TestContext.Current.CancellationToken)).Entries);

        Assert.Equal([TestCertificates.NoAddress], entry.Certificates);
        Assert.True(EmailAddress.Parse("structure@exemple.fr").Matches(EmailAddress.Parse(Assert.Single(entry.Addresses))));
    }

    [Fact]
    public async Task A_bundle_gives_each_person_only_their_own_certificates()
    {
        using TempFolder folder = new();
        folder.Write("all.pem", TestCertificates.Martin.ToPem() + "\n" + TestCertificates.Durand.ToPem());
        FolderDirectory directory = await FolderDirectory.LoadAsync(folder.Path, cancellationToken: TestContext.Current.CancellationToken);

        DirectoryEntry entry = Assert.Single((await directory.FindAsync(EmailAddress.Parse("durand@exemple.fr"), TestContext.Current.CancellationToken)).Entries);

        Assert.Equal([TestCertificates.Durand], entry.Certificates);
    }

    [Fact]
    public async Task An_unreadable_file_is_passed_over_and_told_to_who_asks_for_its_address()
    {
        using TempFolder folder = new();
        folder.Write("martin@exemple.fr.pem", "not a certificate");
        folder.Write("large.pem", new byte[2000]);
        FolderDirectory directory = await FolderDirectory.LoadAsync(folder.Path, FolderLimits.Default with { MaximumFileBytes = 1000 }, TestContext.Current.CancellationToken);

        DirectoryAnswer martin = await directory.FindAsync(EmailAddress.Parse("martin@exemple.fr"), TestContext.Current.CancellationToken);
        DirectoryAnswer other = await directory.FindAsync(EmailAddress.Parse("durand@exemple.fr"), TestContext.Current.CancellationToken);

        Assert.Equal(2, directory.Problems.Count);
        Assert.Equal("large.pem was passed over: the file is larger than 1000 bytes", directory.Problems[0]);
        Assert.StartsWith("martin@exemple.fr.pem was passed over: ", Assert.Single(martin.Problems), StringComparison.Ordinal);
        Assert.Empty(other.Problems);
    }

    [Fact]
    public async Task A_folder_that_is_absent_or_beyond_a_limit_is_a_typed_error()
    {
        using TempFolder folder = new();
        folder.Write("1.pem", TestCertificates.Martin.ToPem());
        folder.Write("2.pem", TestCertificates.Durand.ToPem());

        DirectoryException absent = await Assert.ThrowsAsync<DirectoryException>(() => FolderDirectory.LoadAsync(folder.File("absent")));
        DirectoryException many = await Assert.ThrowsAsync<DirectoryException>(() => FolderDirectory.LoadAsync(folder.Path, FolderLimits.Default with { MaximumFiles = 1 }));
        DirectoryException large = await Assert.ThrowsAsync<DirectoryException>(() => FolderDirectory.LoadAsync(folder.Path, FolderLimits.Default with { MaximumTotalBytes = 1500 }));

        Assert.Equal(CpsErrorCode.InputUnreadable, absent.Code);
        Assert.Equal(CpsErrorCode.LimitExceeded, many.Code);
        Assert.Equal(CpsErrorCode.LimitExceeded, large.Code);
    }
}
