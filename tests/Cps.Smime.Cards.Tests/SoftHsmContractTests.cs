using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Tests;

/// <summary>The contract over SoftHSM2, and what its own tools and Pkcs11Interop's real loading can prove.</summary>
[Collection("SoftHSM2")]
public sealed class SoftHsmContractTests : CardContract
{
    [Fact]
    public async Task Pkcs11_tool_makes_the_same_signature()
    {
        CardSigningKey key = (await OpenAsync(TokenLabels.Cps)).GetSigningKey(new ScriptedPins(TestKeys.Pin));
        using TempFolder folder = new();

        byte[] ours = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        ForeignSoftware.Run(
            ForeignSoftware.Require("pkcs11-tool", "opensc"),
            [
                "--module", ForeignSoftware.SoftHsm2Module(), "--token-label", TokenLabels.Cps, "--login", "--pin", TestKeys.Pin, "--sign",
                "--mechanism", "SHA256-RSA-PKCS", "--id", "E828BD080F8025000001FF001001",
                "--input-file", folder.Write("letter", Letter), "--output-file", folder.File("signature"),
            ],
            environment: SoftHsmBench.Environment).Succeeded();

        Assert.Equal(File.ReadAllBytes(folder.File("signature")), ours);
    }

    [Fact]
    public async Task Two_loads_and_one_dispose_leave_the_other_working()
    {
        Pkcs11Module second = SoftHsmBench.Open();
        Card card = await OpenAsync(TokenLabels.Cps);
        second.Dispose();

        Assert.Equal("SoftHSM", Module.GetInformation().Manufacturer);
        await card.GetSigningKey(new ScriptedPins(TestKeys.Pin)).SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
        Assert.Throws<ObjectDisposedException>(() => second.GetInformation());
    }

    [Fact]
    public void A_module_that_everyone_gave_back_can_be_loaded_again()
    {
        SoftHsmBench.Open().Dispose();
        using Pkcs11Module again = SoftHsmBench.Open();

        Assert.Equal("SoftHSM", again.GetInformation().Manufacturer);
    }

    [Fact]
    public void A_module_that_the_program_initialised_itself_is_not_finalised_under_it()
    {
        SoftHsmBench.Open().Dispose();
        Pkcs11InteropFactories factories = new();
        using IPkcs11Library host = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, ForeignSoftware.SoftHsm2Module(), AppType.MultiThreaded);

        using (Pkcs11Module ours = SoftHsmBench.Open())
        {
            Assert.Equal("SoftHSM", ours.GetInformation().Manufacturer);
        }

        Assert.Equal("SoftHSM", host.GetInfo().ManufacturerId);
    }

    [Fact]
    public async Task SoftHSM_never_locks_a_PIN_so_lock_out_is_tested_with_the_simulator()
    {
        CardSigningKey key = (await OpenAsync(TokenLabels.Cps)).GetSigningKey(new ScriptedPins("8351", "8352", "8353", "8354", TestKeys.Pin) { ConfirmFinalTry = true });
        for (int i = 0; i < 4; i++)
        {
            PinException e = await Assert.ThrowsAsync<PinException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter));
            Assert.Equal(CpsErrorCode.PinIncorrect, e.Code);
        }

        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, Letter);
    }

    [Fact]
    public async Task Without_raw_RSA_this_token_opens_no_OAEP_but_that_of_SHA1_and_says_so_before_the_PIN()
    {
        CardDecryptionKey key = (await OpenAsync(TokenLabels.Confidentiality, new CardOptions { AllowRawRsa = false })).GetDecryptionKey(new ScriptedPins(TestKeys.Pin));

        Assert.True(key.Supports(KeyTransportAlgorithm.RsaPkcs1));
        Assert.True(key.Supports(KeyTransportAlgorithm.Oaep(HashAlgorithmName.SHA1)));
        Assert.False(key.Supports(KeyTransportAlgorithm.RsaOaepSha256));
    }

    [Fact]
    public async Task The_right_hash_of_the_module_lets_it_load_and_a_wrong_one_does_not()
    {
        string path = ForeignSoftware.SoftHsm2Module();
        string hash = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path)));
        Assert.NotNull(Module);

        using (Pkcs11Module pinned = Pkcs11Module.Load(path, new Pkcs11ModuleOptions { Sha256 = hash }))
        {
            Assert.Equal(Module.Name, pinned.Name);
        }

        CardException e = Assert.Throws<CardException>(() => Pkcs11Module.Load(path, new Pkcs11ModuleOptions { Sha256 = new string('0', 64) }));
        Assert.Equal(CpsErrorCode.CardModule, e.Code);
    }

    protected override Pkcs11Module OpenModule() => SoftHsmBench.Open();
}
