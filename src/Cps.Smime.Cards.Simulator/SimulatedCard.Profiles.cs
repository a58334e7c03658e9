using Cps.Smime.TestPki;

namespace Cps.Smime.Cards.Simulator;

/// <summary>The kinds of cards: what a CPS3, a CPS4 and a software confidentiality token hold and can do.</summary>
public sealed partial class SimulatedCard
{
    private const string CpsManufacturer = "ASIP SANTE";

    /// <summary>A CPS3: PKCS#1 v1.5 with SHA-1 or SHA-256 only, and no confidentiality key.</summary>
    /// <param name="signature">The signature certificate and key.</param>
    /// <param name="authentication">The authentication certificate and key.</param>
    /// <param name="options">Card number, PIN and the like.</param>
    public static SimulatedCard Cps3(SimulatedKey signature, SimulatedKey authentication, SimulatedCardOptions? options = null)
    {
        options ??= new SimulatedCardOptions();
        SimulatedCard card = new($"CPS3v3-{options.CardNumber}", "IAS ECC", CpsManufacturer, options);
        card.AddCpsMechanisms();
        card.AddKeyPair(authentication, "Certificat d'Authentification CPS", "CPS_PRIV_AUT", CpsId(0x02), KeyRule.Cps3Authentication, options);
        card.AddKeyPair(signature, "Certificat de Signature CPS", "CPS_PRIV_SIG", CpsId(0x01), KeyRule.Cps3Signature, options);
        card.AddCpsData(options);
        return card;
    }

    /// <summary>A CPS3 with the certificates, the number and the holder of a card of the test PKI.</summary>
    /// <param name="card">The card's key pairs.</param>
    /// <param name="options">PIN and the like; the card number and the name are those of the card.</param>
    public static SimulatedCard Cps3(TestCard card, SimulatedCardOptions? options = null) => Cps3(Signature(card), Authentication(card), Personalise(card, options));

    /// <summary>A CPS4: as a CPS3, with RSASSA-PSS and other CKA_IDs.</summary>
    /// <inheritdoc cref="Cps3(SimulatedKey, SimulatedKey, SimulatedCardOptions)"/>
    public static SimulatedCard Cps4(SimulatedKey signature, SimulatedKey authentication, SimulatedCardOptions? options = null)
    {
        options ??= new SimulatedCardOptions();
        SimulatedCard card = new($"CPS4v1-{options.CardNumber}", "ChipDoc", CpsManufacturer, options);
        card.AddCpsMechanisms();
        card.AddMechanisms(Ck.CKF_HW | Ck.CKF_SIGN, Ck.CKM_RSA_PKCS_PSS, Ck.CKM_SHA1_RSA_PKCS_PSS, Ck.CKM_SHA256_RSA_PKCS_PSS);
        card.AddKeyPair(authentication, "Certificat d'Authentification CPS", "CPS_PRIV_AUT", CpsId(0x20), KeyRule.Cps4Authentication, options);
        card.AddKeyPair(signature, "Certificat de Signature CPS", "CPS_PRIV_SIG", CpsId(0x10), KeyRule.Cps4Signature, options);
        card.AddCpsData(options);
        return card;
    }

    /// <summary>A CPS4 with the certificates, the number and the holder of a card of the test PKI.</summary>
    /// <inheritdoc cref="Cps3(TestCard, SimulatedCardOptions)"/>
    public static SimulatedCard Cps4(TestCard card, SimulatedCardOptions? options = null) => Cps4(Signature(card), Authentication(card), Personalise(card, options));

    /// <summary>
    /// A token of another maker, such as one that holds a confidentiality certificate: any number of key pairs, every RSA mechanism,
    /// PINs of 4 to 64 characters.
    /// </summary>
    /// <param name="label">The token's label.</param>
    /// <param name="keys">Label and key of each pair; their CKA_IDs are 01, 02 and so on.</param>
    /// <param name="options">Card number, PIN and the like.</param>
    public static SimulatedCard SoftwareToken(string label, IEnumerable<KeyValuePair<string, SimulatedKey>> keys, SimulatedCardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        options ??= new SimulatedCardOptions();
        SimulatedCard card = new(label, "Software token", "Cps.Smime", options) { MaximumPinLength = 64 };
        card.AddMechanisms(Ck.CKF_SIGN, Ck.CKM_RSA_PKCS, Ck.CKM_RSA_X_509, Ck.CKM_SHA1_RSA_PKCS, Ck.CKM_SHA256_RSA_PKCS, Ck.CKM_SHA384_RSA_PKCS,
            Ck.CKM_SHA512_RSA_PKCS, Ck.CKM_RSA_PKCS_PSS, Ck.CKM_SHA1_RSA_PKCS_PSS, Ck.CKM_SHA256_RSA_PKCS_PSS);
        card.AddMechanisms(Ck.CKF_DECRYPT, Ck.CKM_RSA_PKCS, Ck.CKM_RSA_X_509, Ck.CKM_RSA_PKCS_OAEP);
        card.AddMechanisms(Ck.CKF_DIGEST, Ck.CKM_SHA_1, Ck.CKM_SHA256, Ck.CKM_SHA384, Ck.CKM_SHA512);
        byte id = 0;
        foreach ((string name, SimulatedKey key) in keys)
        {
            card.AddKeyPair(key, name, name, [++id], KeyRule.Software, options);
        }

        return card;
    }

    private static SimulatedKey Signature(TestCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return new SimulatedKey(card.Signature.Certificate, card.Signature.PrivateKey);
    }

    private static SimulatedKey Authentication(TestCard card) => new(card.Authentication.Certificate, card.Authentication.PrivateKey);

    // "8025000001/2900000001": issuer, then the number that tokens show.
    private static SimulatedCardOptions Personalise(TestCard card, SimulatedCardOptions? options) => (options ?? new SimulatedCardOptions()) with
    {
        CardNumber = card.CardNumber[(card.CardNumber.IndexOf('/', StringComparison.Ordinal) + 1)..],
        HolderName = $"{card.Holder.GivenName} {card.Holder.Surname}",
    };

    // Every CPS object's identifier is the card's application identifier and one byte.
    private static byte[] CpsId(byte last) => [.. Convert.FromHexString("E828BD080F8025000001FF0010"), last];

    private void AddCpsMechanisms()
    {
        AddMechanisms(Ck.CKF_HW | Ck.CKF_SIGN, Ck.CKM_RSA_PKCS, Ck.CKM_SHA1_RSA_PKCS, Ck.CKM_SHA256_RSA_PKCS);
        AddMechanisms(Ck.CKF_HW | Ck.CKF_DECRYPT, Ck.CKM_RSA_PKCS);
        AddMechanisms(Ck.CKF_DIGEST, Ck.CKM_SHA_1, Ck.CKM_SHA256);
    }
}
