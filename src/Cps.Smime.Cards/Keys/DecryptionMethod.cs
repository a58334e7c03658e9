namespace Cps.Smime.Cards;

/// <summary>One way a token opens a content key: raw RSA with the padding undone here, or a mechanism that undoes it in the token.</summary>
internal enum DecryptionMethod
{
    /// <summary>The token cannot.</summary>
    None,

    /// <summary>CKM_RSA_X_509.</summary>
    Raw,

    /// <summary>CKM_RSA_PKCS.</summary>
    Pkcs1,

    /// <summary>CKM_RSA_PKCS_OAEP.</summary>
    Oaep,
}
