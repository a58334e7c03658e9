using Cps.Smime.TestPki;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator.Tests;

/// <summary>A reader with a CPS3 in it, used through Pkcs11Interop's interfaces only.</summary>
public sealed class Bench
{
    public const string Pin = "1234";

    public const string UnblockingCode = "12345678";

    private static readonly Lazy<TestAuthorities> s_authorities = new(() => TestAuthorities.Create());
    private static readonly Lazy<TestCard> s_card = new(() => s_authorities.Value.IssueCard(TestPerson.Generate(1)));
    private static readonly Lazy<TestCredential> s_confidentiality = new(() => s_authorities.Value.IssueConfidentiality(TestPerson.Generate(1), "a@cabinet.example"));

    public Bench(SimulatedCard? card = null)
    {
        Inserted = card ?? SimulatedCard.Cps3(Card);
        Reader = Module.AddReader("Lecteur 1");
        Reader.Insert(Inserted);
        Library = Module.OpenLibrary();
        Slot = Library.GetSlotList(SlotsType.WithTokenPresent).Single();
    }

    public static TestCard Card => s_card.Value;

    public static TestCredential Confidentiality => s_confidentiality.Value;

    public static SimulatedKey ConfidentialityKey => new(Confidentiality.Certificate, Confidentiality.PrivateKey);

    public SimulatedModule Module { get; } = new();

    public SimulatedReader Reader { get; }

    public SimulatedCard Inserted { get; }

    public IPkcs11Library Library { get; }

    public ISlot Slot { get; }

    public ISession Open(bool loggedIn = false, SessionType type = SessionType.ReadOnly)
    {
        ISession session = Slot.OpenSession(type);
        if (loggedIn)
        {
            session.Login(CKU.CKU_USER, Pin);
        }

        return session;
    }

    public static IObjectHandle Find(ISession session, CKO objectClass, string label) => Assert.Single(FindAll(session, objectClass, label));

    public static List<IObjectHandle> FindAll(ISession session, CKO objectClass, string? label = null)
    {
        List<IObjectAttribute> template = [session.Factories.ObjectAttributeFactory.Create(CKA.CKA_CLASS, objectClass)];
        if (label is not null)
        {
            template.Add(session.Factories.ObjectAttributeFactory.Create(CKA.CKA_LABEL, label));
        }

        return session.FindAllObjects(template);
    }

    public static byte[] Read(ISession session, IObjectHandle item, CKA attribute) => session.GetAttributeValue(item, [attribute]).Single().GetValueAsByteArray();

    public static IMechanism Mechanism(ISession session, CKM type) => session.Factories.MechanismFactory.Create(type);

    public static void Refused(CKR expected, string function, Action call)
    {
        Pkcs11Exception e = Assert.Throws<Pkcs11Exception>(call);
        Assert.Equal((expected, function), (e.RV, e.Method));
    }
}
