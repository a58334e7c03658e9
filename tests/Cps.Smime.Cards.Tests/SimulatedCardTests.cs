using Cps.Smime.Cards.Simulator;
using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Tests;

/// <summary>What only a simulated card can show: its counters, its lock-out, its removal.</summary>
public sealed class SimulatedCardTests
{
    private static readonly byte[] s_letter = "Lettre fictive"u8.ToArray();

    private readonly SimulatedBench _bench = new();
    private readonly Pkcs11Module _module;

    public SimulatedCardTests() => _module = Pkcs11Module.FromLibrary(_bench.Module.OpenLibrary());

    [Fact]
    public async Task One_wrong_PIN_is_exactly_one_C_Login()
    {
        CardSigningKey key = await SigningKeyAsync(new ScriptedPins("8351"));

        PinException e = await Refused(key);

        Assert.Equal(CpsErrorCode.PinIncorrect, e.Code);
        Assert.Equal(1, _bench.Module.Log.Count("C_Login"));
        Assert.Equal(2, _bench.Card.PinTriesLeft);
    }

    [Fact]
    public async Task A_signature_makes_one_C_Login_and_one_C_Sign()
    {
        CardSigningKey key = await SigningKeyAsync(new ScriptedPins(TestKeys.Pin));

        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        Assert.Equal(1, _bench.Module.Log.Count("C_Login"));
        Assert.Equal(1, _bench.Module.Log.Count("C_Sign"));
    }

    [Fact]
    public async Task The_last_try_is_not_used_without_consent()
    {
        ScriptedPins pins = new("8351");
        CardSigningKey key = await SigningKeyAsync(pins);
        await Refused(key);
        await Refused(key);

        PinException e = await Refused(key);

        Assert.Equal(CpsErrorCode.PinFinalTry, e.Code);
        Assert.Equal(1, _bench.Card.PinTriesLeft);
        Assert.Equal(2, _bench.Module.Log.Count("C_Login"));
        Assert.Equal([false, false, true], pins.Requests.Select(r => r.FinalTry));
        Assert.Equal([false, true, true], pins.Requests.Select(r => r.CountLow));
        Assert.True(pins.AllWiped);
    }

    [Fact]
    public async Task The_third_wrong_PIN_locks_the_card_and_a_locked_card_is_not_asked_for_again()
    {
        ScriptedPins pins = new("8351", "8352", "8353", TestKeys.Pin) { ConfirmFinalTry = true };
        CardSigningKey key = await SigningKeyAsync(pins);
        await Refused(key);
        await Refused(key);

        PinException third = await Refused(key);
        PinException fourth = await Refused(key);

        Assert.Equal(CpsErrorCode.PinLocked, third.Code);
        Assert.Equal(CpsErrorCode.PinLocked, fourth.Code);
        Assert.Equal(3, pins.Requests.Count);
        Assert.Equal(3, _bench.Module.Log.Count("C_Login"));
    }

    [Fact]
    public async Task A_PIN_of_impossible_length_costs_no_try()
    {
        CardSigningKey key = await SigningKeyAsync(new ScriptedPins("47130"));

        PinException e = await Refused(key);

        Assert.Equal(CpsErrorCode.PinIncorrect, e.Code);
        Assert.Equal(0, _bench.Module.Log.Count("C_Login"));
        Assert.Equal(3, _bench.Card.PinTriesLeft);
    }

    [Fact]
    public async Task The_keypad_of_a_reader_is_used_without_the_PIN_passing_the_program()
    {
        _bench.Reader.AddKeypad(() => TestKeys.Pin);
        Keypad pins = new();
        CardSigningKey key = await SigningKeyAsync(pins);

        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        Assert.True(pins.LastRequest!.ProtectedAuthenticationPath);
        Assert.Equal(1, _bench.Module.Log.Count("C_Login"));
    }

    [Fact]
    public async Task A_removed_card_is_told_and_works_again_after_one_PIN_when_it_is_put_back()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        CardSigningKey key = await SigningKeyAsync(pins);
        byte[] before = await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        _bench.Reader.Remove();
        CardException removed = await Assert.ThrowsAsync<CardException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter));
        Assert.Equal(CpsErrorCode.CardRemoved, removed.Code);
        Assert.True(removed.IsTransient);

        _bench.Reader.Insert(_bench.Card);
        Assert.Equal(before, await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter));
        Assert.Equal(2, pins.Requests.Count);
        Assert.All(pins.Requests, r => Assert.False(r.IsRetry));
        Assert.Equal(2, _bench.Module.Log.Count("C_Login"));
    }

    [Fact]
    public async Task A_card_that_was_out_and_in_between_two_calls_is_opened_again_within_the_call()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        CardSigningKey key = await SigningKeyAsync(pins);
        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        _bench.Reader.Insert(_bench.Reader.Remove()!);
        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        Assert.Equal(2, pins.Requests.Count);
    }

    [Fact]
    public async Task A_card_pulled_while_the_PIN_is_typed_is_a_removed_card()
    {
        ScriptedPins pins = new(TestKeys.Pin) { BeforeAnswer = () => _bench.Reader.Remove() };
        CardSigningKey key = await SigningKeyAsync(pins);

        CardException e = await Assert.ThrowsAsync<CardException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter));

        Assert.Equal(CpsErrorCode.CardRemoved, e.Code);
        Assert.True(pins.AllWiped);
    }

    [Fact]
    public async Task The_card_of_another_person_is_noticed_before_any_PIN_is_asked()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        CardSigningKey key = await SigningKeyAsync(pins);
        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        _bench.Reader.Remove();
        _bench.Reader.Insert(SimulatedCard.Cps3(TestKeys.OtherCard, new SimulatedCardOptions { Pin = TestKeys.Pin }));
        CardException e = await Assert.ThrowsAsync<CardException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter));

        Assert.Equal(CpsErrorCode.CardAbsent, e.Code);
        Assert.Single(pins.Requests);
        Assert.Equal(1, _bench.Module.Log.Count("C_Sign"));
    }

    [Fact]
    public async Task A_login_that_another_part_of_the_program_ended_is_asked_for_again()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        CardSigningKey key = await SigningKeyAsync(pins);
        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        using ISession other = _bench.Module.OpenLibrary().GetSlotList(SlotsType.WithTokenPresent)[0].OpenSession(SessionType.ReadOnly);
        other.Logout();
        await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);

        Assert.Equal(2, pins.Requests.Count);
        Assert.All(pins.Requests, r => Assert.False(r.IsRetry));
    }

    [Fact]
    public async Task Two_cards_opened_on_one_reader_share_one_login()
    {
        ScriptedPins pins = new(TestKeys.Pin);
        CardSigningKey first = await SigningKeyAsync(pins);
        CardSigningKey second = await SigningKeyAsync(pins);

        await Task.WhenAll(
            first.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter).AsTask(),
            second.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter).AsTask());

        Assert.Single(pins.Requests);
        Assert.Equal(1, _bench.Module.Log.Count("C_Login"));
    }

    [Fact]
    public async Task A_PIN_is_in_no_exception_that_leaves_the_library()
    {
        const string Canary = "7392";
        List<Exception> seen = [];
        _bench.Card.SignatureFault = s => [.. s.Reverse()];
        foreach (Action<SimulatedReader> trouble in (Action<SimulatedReader>[])[_ => { }, reader => reader.Remove(), reader => reader.Insert(_bench.Card)])
        {
            try
            {
                CardSigningKey key = await SigningKeyAsync(new ScriptedPins(Canary) { BeforeAnswer = () => trouble(_bench.Reader) });
                await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter);
            }
            catch (Exception e) when (e is CpsException or InvalidOperationException)
            {
                seen.Add(e);
            }
        }

        Assert.Equal(3, seen.Count);
        Assert.All(seen, e => Assert.DoesNotContain(Canary, e + (e as CpsException)?.ToLine(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_asks_at_each_use_asks_one_person_one_question_at_a_time()
    {
        int asking = 0;
        int most = 0;
        ScriptedPins pins = new(TestKeys.Pin) { BeforeAnswer = () => most = Math.Max(most, Interlocked.Increment(ref asking)), AfterAnswer = () => Interlocked.Decrement(ref asking) };
        CardReader reader = (await _module.GetReadersAsync())[3];
        using Card card = await reader.OpenCardAsync();
        CardSigningKey key = card.GetSigningKey(pins, Assert.Single(card.Certificates));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter))));

        Assert.Equal(1, most);
        Assert.Equal(9, pins.Requests.Count);
        Assert.Equal(9, _bench.Module.Log.Count("C_Login"));
    }

    [Fact]
    public async Task A_faulty_signature_does_not_leave_the_library()
    {
        _bench.Card.SignatureFault = signature => [(byte)(signature[0] ^ 1), .. signature[1..]];
        CardSigningKey key = await SigningKeyAsync(new ScriptedPins(TestKeys.Pin));

        CardException e = await Assert.ThrowsAsync<CardException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter));

        Assert.Equal(CpsErrorCode.CardFault, e.Code);
    }

    [Fact]
    public async Task A_CPS3_signs_with_SHA256_only_and_a_CPS4_offers_PSS_too()
    {
        CardSigningKey cps3 = await SigningKeyAsync(new ScriptedPins(TestKeys.Pin));
        Assert.Equal([SignatureAlgorithm.RsaPkcs1Sha256], cps3.SignatureAlgorithms);
        CardException e = await Assert.ThrowsAsync<CardException>(async () => await cps3.SignAsync(SignatureAlgorithm.RsaPssSha256, s_letter));
        Assert.Equal(CpsErrorCode.KeyUnusable, e.Code);

        _bench.Reader.Remove();
        _bench.Reader.Insert(SimulatedCard.Cps4(TestKeys.Card, new SimulatedCardOptions { Pin = TestKeys.Pin }));
        CardSigningKey cps4 = await SigningKeyAsync(new ScriptedPins(TestKeys.Pin));
        Assert.Equal([SignatureAlgorithm.RsaPkcs1Sha256, SignatureAlgorithm.RsaPssSha256], cps4.SignatureAlgorithms);
        byte[] signature = await cps4.SignAsync(SignatureAlgorithm.RsaPssSha256, s_letter);
        Assert.True(cps4.Certificate.PublicKey.Verify(SignatureAlgorithm.RsaPssSha256, s_letter, signature));
    }

    [Fact]
    public async Task A_token_with_two_sessions_serves_many_callers()
    {
        _bench.Reader.Remove();
        _bench.Reader.Insert(SimulatedCard.Cps3(TestKeys.Card, new SimulatedCardOptions { Pin = TestKeys.Pin, MaximumSessions = 2 }));
        CardSigningKey key = await SigningKeyAsync(new ScriptedPins(TestKeys.Pin));

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellation) =>
            await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, BitConverter.GetBytes(i), cancellation));

        Assert.Equal(100, _bench.Module.Log.Count("C_Sign"));
        Assert.Equal(1, _bench.Module.Log.Count("C_Login"));
    }

    [Fact]
    public async Task What_a_card_cannot_open_is_known_before_the_PIN()
    {
        using Card card = await (await _module.GetReadersAsync())[0].OpenCardAsync();
        ScriptedPins pins = new(TestKeys.Pin);
        CardDecryptionKey key = card.GetDecryptionKey(pins, card.Find(CardCertificateRole.Authentication));

        Assert.True(key.Supports(KeyTransportAlgorithm.RsaPkcs1));
        Assert.False(key.Supports(KeyTransportAlgorithm.RsaOaepSha256));
        CardException e = await Assert.ThrowsAsync<CardException>(async () => await key.UnwrapKeyAsync(KeyTransportAlgorithm.RsaOaepSha256, new byte[256], 16));
        Assert.Equal(CpsErrorCode.KeyUnusable, e.Code);
        Assert.Empty(pins.Requests);
    }

    private async Task<CardSigningKey> SigningKeyAsync(IPinProvider pins)
    {
        Card card = await (await _module.GetReadersAsync())[0].OpenCardAsync();
        return card.GetSigningKey(pins);
    }

    private static Task<PinException> Refused(CardSigningKey key) =>
        Assert.ThrowsAsync<PinException>(async () => await key.SignAsync(SignatureAlgorithm.RsaPkcs1Sha256, s_letter));

    private sealed class Keypad : IPinProvider
    {
        public PinRequest? LastRequest { get; private set; }

        public ValueTask<PinAnswer> RequestAsync(PinRequest request, CancellationToken cancellationToken)
        {
            LastRequest = request;
            return ValueTask.FromResult(PinAnswer.UseReaderKeypad());
        }
    }
}
