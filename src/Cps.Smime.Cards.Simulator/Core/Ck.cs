namespace Cps.Smime.Cards.Simulator;

/// <summary>Object classes, attributes, mechanisms and flags of PKCS#11 v2.20, under their names in the standard.</summary>
internal static class Ck
{
    public const ulong CKO_DATA = 0x00;
    public const ulong CKO_CERTIFICATE = 0x01;
    public const ulong CKO_PRIVATE_KEY = 0x03;
    public const ulong CKC_X_509 = 0x00;
    public const ulong CKK_RSA = 0x00;

    public const ulong CKA_CLASS = 0x000;
    public const ulong CKA_TOKEN = 0x001;
    public const ulong CKA_PRIVATE = 0x002;
    public const ulong CKA_LABEL = 0x003;
    public const ulong CKA_APPLICATION = 0x010;
    public const ulong CKA_VALUE = 0x011;
    public const ulong CKA_CERTIFICATE_TYPE = 0x080;
    public const ulong CKA_ISSUER = 0x081;
    public const ulong CKA_SERIAL_NUMBER = 0x082;
    public const ulong CKA_KEY_TYPE = 0x100;
    public const ulong CKA_SUBJECT = 0x101;
    public const ulong CKA_ID = 0x102;
    public const ulong CKA_SENSITIVE = 0x103;
    public const ulong CKA_DECRYPT = 0x105;
    public const ulong CKA_SIGN = 0x108;
    public const ulong CKA_MODULUS = 0x120;
    public const ulong CKA_PUBLIC_EXPONENT = 0x122;
    public const ulong CKA_PRIVATE_EXPONENT = 0x123;
    public const ulong CKA_EXTRACTABLE = 0x162;
    public const ulong CKA_MODIFIABLE = 0x170;
    public const ulong CKA_ALWAYS_AUTHENTICATE = 0x202;

    public const ulong CKM_RSA_PKCS = 0x01;
    public const ulong CKM_RSA_X_509 = 0x03;
    public const ulong CKM_SHA1_RSA_PKCS = 0x06;
    public const ulong CKM_RSA_PKCS_OAEP = 0x09;
    public const ulong CKM_RSA_PKCS_PSS = 0x0D;
    public const ulong CKM_SHA1_RSA_PKCS_PSS = 0x0E;
    public const ulong CKM_SHA256_RSA_PKCS = 0x40;
    public const ulong CKM_SHA384_RSA_PKCS = 0x41;
    public const ulong CKM_SHA512_RSA_PKCS = 0x42;
    public const ulong CKM_SHA256_RSA_PKCS_PSS = 0x43;
    public const ulong CKM_SHA_1 = 0x220;
    public const ulong CKM_SHA256 = 0x250;
    public const ulong CKM_SHA384 = 0x260;
    public const ulong CKM_SHA512 = 0x270;

    public const ulong CKG_MGF1_SHA1 = 1;
    public const ulong CKG_MGF1_SHA256 = 2;
    public const ulong CKG_MGF1_SHA384 = 3;
    public const ulong CKG_MGF1_SHA512 = 4;

    public const ulong CKF_HW = 0x1;
    public const ulong CKF_DECRYPT = 0x200;
    public const ulong CKF_DIGEST = 0x400;
    public const ulong CKF_SIGN = 0x800;

    public const ulong CKF_LOGIN_REQUIRED = 0x4;
    public const ulong CKF_USER_PIN_INITIALIZED = 0x8;
    public const ulong CKF_PROTECTED_AUTHENTICATION_PATH = 0x100;
    public const ulong CKF_TOKEN_INITIALIZED = 0x400;
    public const ulong CKF_USER_PIN_COUNT_LOW = 0x10000;
    public const ulong CKF_USER_PIN_FINAL_TRY = 0x20000;
    public const ulong CKF_USER_PIN_LOCKED = 0x40000;
    public const ulong CKF_SO_PIN_COUNT_LOW = 0x100000;
    public const ulong CKF_SO_PIN_FINAL_TRY = 0x200000;
    public const ulong CKF_SO_PIN_LOCKED = 0x400000;

    public const ulong CKU_SO = 0;
    public const ulong CKU_USER = 1;
    public const ulong CKU_CONTEXT_SPECIFIC = 2;

    public const ulong CKS_RO_PUBLIC_SESSION = 0;
    public const ulong CKS_RO_USER_FUNCTIONS = 1;
    public const ulong CKS_RW_PUBLIC_SESSION = 2;
    public const ulong CKS_RW_USER_FUNCTIONS = 3;
    public const ulong CKS_RW_SO_FUNCTIONS = 4;
}
