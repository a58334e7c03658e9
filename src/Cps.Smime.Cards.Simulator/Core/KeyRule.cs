namespace Cps.Smime.Cards.Simulator;

/// <summary>What a card lets be done with one of its private keys.</summary>
internal enum KeyRule
{
    /// <summary>Not a key.</summary>
    None,

    /// <summary>
    /// The signature key of a CPS3: the card does the last block of the digest, or takes a bare SHA-1 or SHA-256 value or its DigestInfo.
    /// </summary>
    Cps3Signature,

    /// <summary>The authentication key of a CPS3: CKM_RSA_PKCS over at most 40 % of the modulus (INTERNAL AUTHENTICATE), and decryption.</summary>
    Cps3Authentication,

    /// <summary>The signature key of a CPS4: as a CPS3, and PSS.</summary>
    Cps4Signature,

    /// <summary>The authentication key of a CPS4: raw RSA with padding done by the module, so every mechanism of the token.</summary>
    Cps4Authentication,

    /// <summary>A key of a software token: every mechanism of the token, to sign and to decrypt.</summary>
    Software,
}
