using System.Text;
using Cps.Smime.Certificates;
using CsCheck;

namespace Cps.Smime.Directories.Tests;

/// <summary>Certificates found in an LDIF file.</summary>
public sealed class LdifDirectoryTests
{
    private static readonly byte[] s_capabilities = Convert.FromHexString("300D300B060960864801650304012E");

    [Theory]
    [InlineData("dr.martin@exemple.fr")]
    [InlineData("DR.Martin@EXEMPLE.FR")]
    [InlineData("martin@cabinet.exemple.fr")]
    [InlineData("martin.local@exemple.fr")]
    public async Task An_entry_is_found_by_each_of_its_addresses_whatever_their_case(string asked)
    {
        LdifDirectory directory = Load(new LdifEntry("cn=Martin,o=exemple,c=fr",
        [
            new("cn", "Martin"), new("displayName", "Dr Jeanne Martin"), new("mail", "Dr.Martin@Exemple.FR"), new("rfc822Mailbox", "martin@cabinet.exemple.fr"),
            new("mailLocalAddress", "martin.local@exemple.fr"), new("mail", "not an address"),
            new("userCertificate;binary", TestCertificates.Martin.Encoded), new("usercertificate", TestCertificates.MartinLater.Encoded),
        ]));

        DirectoryAnswer answer = await directory.FindAsync(EmailAddress.Parse(asked), TestContext.Current.CancellationToken);

        DirectoryEntry entry = Assert.Single(answer.Entries);
        Assert.Equal("test.ldif", answer.Source);
        Assert.Equal("cn=Martin,o=exemple,c=fr", entry.Name);
        Assert.Equal("Dr Jeanne Martin", entry.DisplayName);
        Assert.Equal(["Dr.Martin@Exemple.FR", "martin@cabinet.exemple.fr", "martin.local@exemple.fr"], entry.Addresses);
        Assert.Equal([TestCertificates.Martin, TestCertificates.MartinLater], entry.Certificates);
        Assert.False(answer.IsPartial);
        Assert.Empty(answer.Problems);
    }

    [Fact]
    public async Task An_unknown_address_has_an_answer_without_entry()
    {
        LdifDirectory directory = Load(Entry("cn=a", "a@exemple.fr"));

        DirectoryAnswer answer = await directory.FindAsync(EmailAddress.Parse("b@exemple.fr"), TestContext.Current.CancellationToken);

        Assert.Empty(answer.Entries);
    }

    [Fact]
    public async Task A_userSMIMECertificate_gives_its_certificates_and_capabilities()
    {
        LdifDirectory directory = Load(new LdifEntry("cn=Martin",
        [
            new("mail", "dr.martin@exemple.fr"),
            new("userSMIMECertificate;binary", TestCertificates.CertificatesOnly(s_capabilities, TestCertificates.Martin, TestCertificates.Authority.Certificate)),
        ]));

        DirectoryEntry entry = Assert.Single((await directory.FindAsync(EmailAddress.Parse("dr.martin@exemple.fr"), TestContext.Current.CancellationToken)).Entries);

        Assert.Equal(new HashSet<Certificate> { TestCertificates.Martin, TestCertificates.Authority.Certificate }, entry.Certificates.ToHashSet());
        Assert.Equal(Convert.ToHexString(s_capabilities), Convert.ToHexString(entry.Capabilities!.Value.Span));
    }

    [Fact]
    public async Task A_userSMIMECertificate_without_signer_has_no_capabilities()
    {
        LdifDirectory directory = Load(new LdifEntry("cn=Martin",
            [new("mail", "dr.martin@exemple.fr"), new("userSMIMECertificate", TestCertificates.CertificatesOnly(null, TestCertificates.Martin))]));

        DirectoryEntry entry = Assert.Single((await directory.FindAsync(EmailAddress.Parse("dr.martin@exemple.fr"), TestContext.Current.CancellationToken)).Entries);

        Assert.Equal([TestCertificates.Martin], entry.Certificates);
        Assert.Null(entry.Capabilities);
    }

    [Fact]
    public async Task An_unreadable_certificate_is_passed_over_with_a_reason()
    {
        LdifDirectory directory = Load(new LdifEntry("cn=Martin\u001b[31m",
        [
            new("mail", "dr.martin@exemple.fr"), new("userCertificate;binary", new byte[] { 0x30, 0x03, 1, 2, 3 }), new("userCertificate;binary", ""),
            new("userCertificate;binary", TestCertificates.Martin.Encoded[..^1]), new("userCertificate;binary", TestCertificates.Martin.Encoded),
        ]));

        DirectoryAnswer answer = await directory.FindAsync(EmailAddress.Parse("dr.martin@exemple.fr"), TestContext.Current.CancellationToken);

        Assert.Equal([TestCertificates.Martin], Assert.Single(answer.Entries).Certificates);
        Assert.Equal(3, answer.Problems.Count);
        Assert.All(answer.Problems, p => Assert.StartsWith("cn=Martin\uFFFD[31m: a value of userCertificate;binary was passed over: ", p, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_bytes_an_attribute_holds_they_are_a_certificate_or_a_problem()
    {
        byte[][] originals =
        [
            TestCertificates.Martin.Encoded.ToArray(),
            TestCertificates.CertificatesOnly(s_capabilities, TestCertificates.Martin),
            Encoding.ASCII.GetBytes(TestCertificates.Martin.ToPem()),
        ];
        DirectoryAttributes attributes = new(["mail"], ["userSMIMECertificate"], 256);
        Gen.Select(Generators.OneOf(originals), Gen.Int[0, int.MaxValue].Select(Gen.Byte).Array[1, 4]).Sample((original, changes) =>
        {
            byte[] altered = [.. original];
            foreach ((int place, byte value) in changes)
            {
                altered[place % altered.Length] = value;
            }

            List<string> problems = [];
            DirectoryEntry entry = attributes.Read("cn=a", [new LdifAttribute("userSMIMECertificate", altered)], problems);
            Assert.Equal(1, entry.Certificates.Count + problems.Count);
        }, iter: 3000);
    }

    [Fact]
    public async Task An_entry_without_address_is_found_by_the_addresses_in_its_certificates_but_binds_none()
    {
        LdifDirectory directory = Load(new LdifEntry("cn=Martin", [new("userCertificate;binary", TestCertificates.Martin.Encoded)]));

        DirectoryEntry entry = Assert.Single((await directory.FindAsync(EmailAddress.Parse("dr.martin@exemple.fr"), TestContext.Current.CancellationToken)).Entries);

        Assert.Equal([TestCertificates.Martin], entry.Certificates);
        Assert.Empty(entry.Addresses);
    }

    [Fact]
    public async Task Funds_are_found_by_cn_when_that_is_where_their_address_is()
    {
        byte[] ldif = Encoding.ASCII.GetBytes(LdifWriterTests.Write(
            new LdifEntry("cn=01422@422.01.rss.fr,o=gip-cps,c=fr", [new("cn", "01422@422.01.rss.fr"), new("userCertificate;binary", TestCertificates.NoAddress.Encoded)])));
        LdifDirectory directory = LdifDirectory.Read(ldif, "test.ldif", mailAttributes: ["cn"], cancellationToken: TestContext.Current.CancellationToken);

        DirectoryEntry entry = Assert.Single((await directory.FindAsync(EmailAddress.Parse("01422@422.01.rss.fr"), TestContext.Current.CancellationToken)).Entries);

        Assert.Equal([TestCertificates.NoAddress], entry.Certificates);
        Assert.Equal(["01422@422.01.rss.fr"], entry.Addresses);
    }

    [Fact]
    public async Task Authorities_are_told_apart_and_an_address_of_too_many_entries_gets_a_partial_answer()
    {
        LdifEntry authority = new("cn=CA", [new("cn", "CA"), new("cACertificate;binary", TestCertificates.Authority.Certificate.Encoded)]);
        LdifDirectory directory = Load([authority, .. Enumerable.Range(0, 101).Select(i => Entry($"cn={i}", "a@exemple.fr"))]);

        DirectoryAnswer answer = await directory.FindAsync(EmailAddress.Parse("a@exemple.fr"), TestContext.Current.CancellationToken);

        Assert.Equal([TestCertificates.Authority.Certificate], directory.Authorities);
        Assert.Equal(102, directory.EntryCount);
        Assert.Equal(100, answer.Entries.Count);
        Assert.True(answer.IsPartial);
    }

    [Fact]
    public async Task A_hundred_thousand_entries_are_loaded_and_the_last_is_found()
    {
        StringBuilder ldif = new("version: 1\n");
        for (int i = 0; i < 100_000; i++)
        {
            ldif.Append(System.Globalization.CultureInfo.InvariantCulture, $"dn: cn={i},o=exemple\ncn: {i}\nmail: p{i}@exemple.fr\n\n");
        }

        using TempFolder folder = new();
        LdifDirectory directory = await LdifDirectory.LoadAsync(folder.Write("big.ldif", ldif.ToString()), cancellationToken: TestContext.Current.CancellationToken);

        DirectoryAnswer answer = await directory.FindAsync(EmailAddress.Parse("p99999@exemple.fr"), TestContext.Current.CancellationToken);

        Assert.Equal("cn=99999,o=exemple", Assert.Single(answer.Entries).Name);
    }

    [Fact]
    public async Task A_file_that_is_absent_or_too_large_is_a_typed_error()
    {
        using TempFolder folder = new();
        string file = folder.Write("a.ldif", "dn: cn=a\n");

        DirectoryException absent = await Assert.ThrowsAsync<DirectoryException>(() => LdifDirectory.LoadAsync(folder.File("absent.ldif")));
        DirectoryException large = await Assert.ThrowsAsync<DirectoryException>(() => LdifDirectory.LoadAsync(file, LdifLimits.Default with { MaximumFileBytes = 3 }));

        Assert.Equal((CpsErrorCode.InputUnreadable, folder.File("absent.ldif")), (absent.Code, absent.Subject));
        Assert.Equal(CpsErrorCode.LimitExceeded, large.Code);
    }

    private static LdifEntry Entry(string dn, string mail) => new(dn, [new LdifAttribute("mail", mail)]);

    private static LdifDirectory Load(params LdifEntry[] entries) => LdifDirectory.Read(Encoding.ASCII.GetBytes(LdifWriterTests.Write(entries)), "test.ldif");
}
