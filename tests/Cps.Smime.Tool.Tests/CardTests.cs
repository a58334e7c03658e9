using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary>Cards behind a real PKCS#11 module: listing, signing, opening, wrong PINs, and what is said when there is none.</summary>
public sealed class CardTests : IClassFixture<CardTests.Token>, IDisposable
{
    private const string Cps = "CPS3v3-2900000001";
    private readonly TempFolder _folder = new();
    private readonly SoftHsm _hsm;

    public CardTests(Token token) => _hsm = token.Hsm.Value;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_letter_signed_by_the_card_opens_as_valid()
    {
        string letter = _folder.File("letter.eml");
        Tool.RunWith(_hsm.Environment, Seal(letter, _hsm.Uri(Cps, _hsm.PinFile))).Succeeded();

        JsonElement opened = Tool.Run(Practice.Open(letter, "--directory", Practice.Ldif, "--json")).Succeeded().Json();

        Assert.Equal(Practice.Doctor.NationalId, opened.GetProperty("signers")[0].Text("nationalId"));
        Assert.Equal("Médecin", opened.GetProperty("signers")[0].Text("profession"));
    }

    [Fact]
    public void A_letter_is_opened_with_the_key_of_a_token()
    {
        string letter = Practice.SealInto(_folder);

        Tool.RunWith(_hsm.Environment, "open", letter, "--key", _hsm.Uri("Confidentialite", _hsm.PinFile), "--trust", Practice.Anchors).Succeeded();
        Tool.RunWith(_hsm.Environment, "open", letter, "--key", _hsm.Uri(Cps, _hsm.PinFile), "--trust", Practice.Anchors).FailedWith(40, "CPS cards only sign");
    }

    [Fact]
    public void A_wrong_pin_is_said_and_nothing_is_written()
    {
        Tool.RunWith(_hsm.Environment, Seal(_folder.File("letter.eml"), _hsm.Uri(Cps, _hsm.WrongPinFile))).FailedWith(40, "PIN");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Without_a_terminal_and_a_file_the_pin_is_not_waited_for()
    {
        Tool.RunWith(_hsm.Environment, Seal(_folder.File("letter.eml"), _hsm.Uri(Cps, null))).FailedWith(40, "pin-source");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_pin_source_that_is_not_there_is_wrong_use() =>
        Tool.RunWith(_hsm.Environment, Seal(_folder.File("letter.eml"), _hsm.Uri(Cps, _folder.File("absent")))).FailedWith(64, "absent");

    [Fact]
    public void List_show_and_doctor_see_the_card_without_a_pin()
    {
        JsonElement list = Tool.RunWith(_hsm.Environment, "card", "list", "--module", _hsm.Module, "--json").Succeeded().Json();
        JsonElement show = Tool.RunWith(_hsm.Environment, "card", "show", "--module", _hsm.Module, "--json").Succeeded().Json();
        ProgramResult text = Tool.RunWith(_hsm.Environment, "card", "show", "--module", _hsm.Module).Succeeded();

        Assert.Equal("module description version readers", list.Members());
        JsonElement reader = list.GetProperty("readers").EnumerateArray().First(r => r.GetProperty("card").ValueKind == JsonValueKind.Object && r.GetProperty("card").Text("label") == Cps);
        Assert.Equal("name slotId card", reader.Members());
        Assert.Equal("label serialNumber manufacturer model generation pin", reader.GetProperty("card").Members());
        Assert.Equal("loginRequired initialized countLow finalTry locked", reader.GetProperty("card").GetProperty("pin").Members());
        Assert.Equal("module cards", show.Members());
        JsonElement card = show.GetProperty("cards").EnumerateArray().First(c => c.GetProperty("card").Text("label") == Cps);
        Assert.Equal("reader card certificates", card.Members());
        JsonElement certificate = card.GetProperty("certificates").EnumerateArray().Single();
        Assert.Equal("role canDecrypt label id uri certificate", certificate.Members());
        Assert.Equal(("signature", "Certificat de Signature CPS", "01"), (certificate.Text("role"), certificate.Text("label"), certificate.Text("id")));
        Assert.Contains(certificate.Text("uri")!, text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_uri_that_show_prints_is_a_key()
    {
        JsonElement show = Tool.RunWith(_hsm.Environment, "card", "show", "--module", _hsm.Module, "--json").Succeeded().Json();
        string uri = show.GetProperty("cards").EnumerateArray().First(c => c.GetProperty("card").Text("label") == Cps).GetProperty("certificates")[0].Text("uri")!;

        Tool.RunWith(_hsm.Environment, Seal(_folder.File("letter.eml"), $"{uri}&pin-source={_hsm.PinFile}")).Succeeded();
    }

    [Fact]
    public void The_doctor_lists_its_checks()
    {
        ProgramResult result = Tool.RunWith(_hsm.Environment, "card", "doctor", "--module", _hsm.Module, "--json");
        JsonElement doctor = result.Json();

        // SoftHSM2 always has one slot whose token was never initialised: a problem that the doctor must see.
        result.FailedWith(40);
        Assert.Equal("isWell checks", doctor.Members());
        Assert.All(doctor.GetProperty("checks").EnumerateArray(), c => Assert.Equal("status finding advice", c.Members()));
        Assert.Contains(doctor.GetProperty("checks").EnumerateArray(), c => c.Text("status") == "ok" && c.Text("finding")!.Contains(Practice.Card.Signature.Certificate.Identity.DisplayName, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("doctor")]
    public void Without_a_module_or_a_card_it_is_said(string command)
    {
        Tool.Run("card", command, "--module", "/nowhere/pkcs11.so").FailedWith(40, "/nowhere/pkcs11.so");
        Tool.Run("card", command, "--module", Practice.Anchors).FailedWith(40);
    }

    [Fact]
    public void A_uri_that_matches_no_card_is_said() =>
        Tool.RunWith(_hsm.Environment, Seal(_folder.File("letter.eml"), _hsm.Uri("Absente", null))).FailedWith(40, "no card matches");

    private static string[] Seal(string output, string signer) =>
        ["seal", "--from", Practice.Doctor.EmailAddress, "--to", Practice.Correspondent, "--subject", "Essai", "--signer", signer, "--directory", Practice.Ldif, "--trust", Practice.Anchors, "--out", output];

    /// <summary>One token for the tests of this class.</summary>
    public sealed class Token : IDisposable
    {
        internal Lazy<SoftHsm> Hsm { get; } = new(() => new SoftHsm());

        public void Dispose()
        {
            if (Hsm.IsValueCreated)
            {
                Hsm.Value.Dispose();
            }
        }
    }
}
