using System.Globalization;
using Cps.Smime.Cards.Simulator;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards.Tests;

/// <summary>What the doctor says, in both languages.</summary>
public sealed class CardDoctorTests
{
    [Fact]
    public async Task A_healthy_card_is_OK_in_every_line()
    {
        SimulatedModule module = new();
        module.AddReader("Lecteur 1").Insert(SimulatedCard.Cps3(TestKeys.Card));

        IReadOnlyList<CardCheck> checks = await ExamineAsync(module);

        Assert.All(checks, c => Assert.Equal(CardCheckStatus.Ok, c.Status));
        string until = TestKeys.Card.Signature.Certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string name = TestKeys.Card.Signature.Certificate.Identity.DisplayName;
        Assert.Contains($"OK: signature : Certificat de Signature CPS, {name}, jusqu'au {until}", checks.Select(c => c.ToLine(TextLanguage.French)));
        Assert.Contains($"OK: signature: Certificat de Signature CPS, {name}, until {until}", checks.Select(c => c.ToLine(TextLanguage.English)));
    }

    [Fact]
    public async Task An_empty_reader_an_expired_card_and_a_blocked_PIN_are_problems_with_advice()
    {
        SimulatedModule module = new();
        module.AddReader("Lecteur vide");
        SimulatedCard card = SimulatedCard.Cps4(TestKeys.Expired, new SimulatedCardOptions { MaximumTries = 1 });
        module.AddReader("Lecteur 2").Insert(card);
        using Pkcs11Module opened = Pkcs11Module.FromLibrary(module.OpenLibrary());
        using Card toBlock = await (await opened.GetReadersAsync())[1].OpenCardAsync();
        await Assert.ThrowsAsync<PinException>(async () => await toBlock.GetSigningKey(new ScriptedPins("9999") { ConfirmFinalTry = true })
            .SignAsync(Certificates.SignatureAlgorithm.RsaPkcs1Sha256, new byte[1]));

        IReadOnlyList<CardCheck> checks = await CardDoctor.ExamineAsync(opened);

        string[] problems = [.. checks.Where(c => c.Status == CardCheckStatus.Problem).Select(c => c.ToLine(TextLanguage.French))];
        Assert.Equal(4, problems.Length);
        Assert.Equal("PROBLÈME: pas de carte dans Lecteur vide. Insérez la carte, puce en avant.", problems[0]);
        Assert.Equal("PROBLÈME: le code porteur est bloqué. Débloquez-le avec le code de déblocage reçu avec le code porteur.", problems[1]);
        Assert.All(problems[2..], p => Assert.EndsWith("expiré. Demandez une nouvelle carte.", p, StringComparison.Ordinal));
        Assert.All(checks, c => Assert.Equal(c.EnglishAdvice is null, c.FrenchAdvice is null));
    }

    [Fact]
    public async Task A_missing_module_is_the_only_line()
    {
        CardCheck only = Assert.Single(await CardDoctor.ExamineAsync("/nowhere/module.so"));

        Assert.Equal(CardCheckStatus.Problem, only.Status);
        Assert.Contains("/nowhere/module.so", only.ToLine(TextLanguage.French), StringComparison.Ordinal);
    }

    [Fact]
    public void The_prompt_for_a_PIN_warns_before_the_last_try()
    {
        PinRequest request = new() { Reason = PinReason.Sign, TokenLabel = "CPS3", Reader = "Lecteur 1", FinalTry = true };

        Assert.Equal("Code porteur de CPS3 (Lecteur 1) pour signer. Dernier essai avant blocage de la carte.", request.ToPrompt(TextLanguage.French));
        Assert.Equal("PIN of CPS3 (Lecteur 1) to sign. Last try before the card is blocked.", request.ToPrompt(TextLanguage.English));
    }

    private static async Task<IReadOnlyList<CardCheck>> ExamineAsync(SimulatedModule module)
    {
        using Pkcs11Module opened = Pkcs11Module.FromLibrary(module.OpenLibrary());
        return await CardDoctor.ExamineAsync(opened);
    }
}
