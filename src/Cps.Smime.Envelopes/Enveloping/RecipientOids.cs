namespace Cps.Smime.Envelopes;

/// <summary>Object identifiers of recipient infos and their algorithms (RFC 3211, 3394, 5753, 8018, 8410, 8418, 8619, 9629, 9709, 9936).</summary>
internal static class RecipientOids
{
    public const string StdDhSha1Kdf = "1.3.133.16.840.63.0.2";
    public const string StdDhSha256Kdf = "1.3.132.1.11.1";
    public const string StdDhSha384Kdf = "1.3.132.1.11.2";
    public const string StdDhSha512Kdf = "1.3.132.1.11.3";
    public const string CofactorDhSha1Kdf = "1.3.133.16.840.63.0.3";
    public const string CofactorDhSha256Kdf = "1.3.132.1.14.1";
    public const string CofactorDhSha384Kdf = "1.3.132.1.14.2";
    public const string CofactorDhSha512Kdf = "1.3.132.1.14.3";
    public const string StdDhHkdfSha256 = "1.2.840.113549.1.9.16.3.19";
    public const string StdDhHkdfSha384 = "1.2.840.113549.1.9.16.3.20";
    public const string StdDhHkdfSha512 = "1.2.840.113549.1.9.16.3.21";

    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string P256 = "1.2.840.10045.3.1.7";
    public const string P384 = "1.3.132.0.34";
    public const string P521 = "1.3.132.0.35";
    public const string X25519 = "1.3.101.110";

    public const string Aes128Wrap = "2.16.840.1.101.3.4.1.5";
    public const string Aes192Wrap = "2.16.840.1.101.3.4.1.25";
    public const string Aes256Wrap = "2.16.840.1.101.3.4.1.45";

    public const string PasswordKek = "1.2.840.113549.1.9.16.3.9";
    public const string Pbkdf2 = "1.2.840.113549.1.5.12";
    public const string HmacSha1 = "1.2.840.113549.2.7";
    public const string HmacSha256 = "1.2.840.113549.2.9";
    public const string HmacSha384 = "1.2.840.113549.2.10";
    public const string HmacSha512 = "1.2.840.113549.2.11";

    public const string OriKem = "1.2.840.113549.1.9.16.13.3";
    public const string MLKem512 = "2.16.840.1.101.3.4.4.1";
    public const string MLKem768 = "2.16.840.1.101.3.4.4.2";
    public const string MLKem1024 = "2.16.840.1.101.3.4.4.3";
    public const string HkdfSha256 = "1.2.840.113549.1.9.16.3.28";
    public const string HkdfSha384 = "1.2.840.113549.1.9.16.3.29";
    public const string HkdfSha512 = "1.2.840.113549.1.9.16.3.30";

    public const string CekHkdfSha256 = "1.2.840.113549.1.9.16.3.31";
}
