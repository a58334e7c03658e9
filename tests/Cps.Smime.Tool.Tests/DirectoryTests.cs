namespace Cps.Smime.Tool.Tests;

/// <summary>The forms of directory, and what <c>lookup</c> says about them.</summary>
public sealed class DirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("annuaire.ldif")]
    [InlineData("annuaire")]
    public void A_letter_is_sealed_with_each_form(string directory)
    {
        string letter = _folder.File("letter.eml");
        Tool.Run(Practice.Seal(letter).Select(a => a == Practice.Ldif ? Practice.File(directory) : a)).Succeeded();
        Tool.Run(Practice.Open(letter)).Succeeded();
    }

    [Fact]
    public void Lookup_names_the_holder_and_the_certificate_that_would_be_used()
    {
        ProgramResult found = Tool.Run("lookup", Practice.Correspondent, "--directory", Practice.Ldif, "--trust", Practice.Anchors).Succeeded();

        Assert.Contains("Destinataire  destinataire@cabinet.example", found.Output, StringComparison.Ordinal);
        Assert.Contains(Practice.Recipient.Certificate.Identity.NationalId!.Value, found.Output, StringComparison.Ordinal);
        Assert.Contains("would be used", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lookup_without_anchors_judges_nothing()
    {
        ProgramResult found = Tool.Run("lookup", Practice.Correspondent, "--directory", Practice.File("annuaire")).Succeeded();

        Assert.DoesNotContain("would be used", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_an_unknown_authority_is_not_encrypted_to()
    {
        string anchors = _folder.Write("mail-only.pem", Practice.Authorities.MailRoot.Certificate.ToPem());

        Tool.Run("lookup", Practice.Correspondent, "--directory", Practice.Ldif, "--trust", anchors).FailedWith(50, Practice.Correspondent);
        Tool.Run(Practice.Seal(_folder.File("letter.eml")).Select(a => a == Practice.Anchors ? anchors : a)).FailedWith(50, "not issued by a trusted authority");
    }

    [Fact]
    public void Anchors_may_be_a_folder()
    {
        Directory.CreateDirectory(_folder.File("anchors"));
        File.Copy(Practice.Anchors, Path.Combine(_folder.File("anchors"), "all.pem"));

        Tool.Run("lookup", Practice.Correspondent, "--directory", Practice.Ldif, "--trust", _folder.File("anchors")).Succeeded();
    }
}
