namespace Cps.Smime.Envelopes;

/// <summary>What was weak in a message that was read, for the report of it.</summary>
public enum LegacyWeakness
{
    /// <summary>Triple-DES: blocks of 64 bits, 112 bits of strength.</summary>
    TripleDes,

    /// <summary>DES: 56 bits.</summary>
    Des,

    /// <summary>RC2 with 128 bits.</summary>
    Rc2,

    /// <summary>RC2 with 64 or 40 bits, which search breaks.</summary>
    Rc2ShortKey,

    /// <summary>MD5: collisions are made in seconds.</summary>
    Md5,

    /// <summary>SHA-1: collisions have been made.</summary>
    Sha1,

    /// <summary>An RSA key of less than 2048 bits.</summary>
    ShortRsaKey,
}
