using Cps.Smime.Cards.Simulator;
using Cps.Smime.TestPki;

namespace Cps.Smime.Cards.Tests;

/// <summary>The four tokens in simulated readers, fresh for each test.</summary>
public sealed class SimulatedBench
{
    public SimulatedBench()
    {
        SimulatedCardOptions options = new() { Pin = TestKeys.Pin, UnblockingCode = TestKeys.SecurityOfficerPin };
        Card = SimulatedCard.Cps3(TestKeys.Card, options);
        Reader = Module.AddReader("Lecteur CPS");
        Reader.Insert(Card);
        Insert(SimulatedCard.SoftwareToken(TokenLabels.Confidentiality, [new("Certificat de Confidentialite", Key(TestKeys.Confidentiality))], options));

        SimulatedCard crowded = SimulatedCard.SoftwareToken(TokenLabels.Crowded, [], options);
        foreach ((TestCredential credential, string label, byte id, bool withKey) in CrowdedToken.Content())
        {
            if (withKey)
            {
                crowded.AddKeyPair(Key(credential), label, [id]);
            }
            else
            {
                crowded.AddCertificate(credential.Certificate, label, [id]);
            }
        }

        Insert(crowded);
        Insert(SimulatedCard.SoftwareToken(
            TokenLabels.EachUse, [new("Certificat de Confidentialite", Key(TestKeys.Confidentiality))], options with { AlwaysAuthenticate = true }));
    }

    public SimulatedModule Module { get; } = new();

    public SimulatedReader Reader { get; }

    public SimulatedCard Card { get; }

    public static SimulatedKey Key(TestCredential credential) => new(credential.Certificate, credential.PrivateKey);

    private void Insert(SimulatedCard card) => Module.AddReader("Lecteur " + card.Label).Insert(card);
}
