namespace Cps.Smime.Cards;

/// <summary>What a certificate on a card is for.</summary>
public enum CardCertificateRole
{
    /// <summary>Of an authority, or for nothing that mail needs.</summary>
    Other,

    /// <summary>Signs documents and letters.</summary>
    Signature,

    /// <summary>Opens connections in its holder's name; never used for letters.</summary>
    Authentication,

    /// <summary>Opens encrypted letters. CPS cards have none.</summary>
    Decryption,
}
