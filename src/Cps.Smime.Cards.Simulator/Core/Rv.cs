namespace Cps.Smime.Cards.Simulator;

/// <summary>The return values of PKCS#11 v2.20 that the token gives, under their names in the standard.</summary>
internal static class Rv
{
    public const ulong CKR_SLOT_ID_INVALID = 0x03;
    public const ulong CKR_GENERAL_ERROR = 0x05;
    public const ulong CKR_NO_EVENT = 0x08;
    public const ulong CKR_ARGUMENTS_BAD = 0x07;
    public const ulong CKR_ATTRIBUTE_READ_ONLY = 0x10;
    public const ulong CKR_ATTRIBUTE_TYPE_INVALID = 0x12;
    public const ulong CKR_DATA_LEN_RANGE = 0x21;
    public const ulong CKR_ENCRYPTED_DATA_INVALID = 0x40;
    public const ulong CKR_ENCRYPTED_DATA_LEN_RANGE = 0x41;
    public const ulong CKR_FUNCTION_NOT_SUPPORTED = 0x54;
    public const ulong CKR_KEY_HANDLE_INVALID = 0x60;
    public const ulong CKR_KEY_TYPE_INCONSISTENT = 0x63;
    public const ulong CKR_KEY_FUNCTION_NOT_PERMITTED = 0x68;
    public const ulong CKR_MECHANISM_INVALID = 0x70;
    public const ulong CKR_MECHANISM_PARAM_INVALID = 0x71;
    public const ulong CKR_OBJECT_HANDLE_INVALID = 0x82;
    public const ulong CKR_OPERATION_ACTIVE = 0x90;
    public const ulong CKR_OPERATION_NOT_INITIALIZED = 0x91;
    public const ulong CKR_PIN_INCORRECT = 0xA0;
    public const ulong CKR_PIN_LEN_RANGE = 0xA2;
    public const ulong CKR_PIN_LOCKED = 0xA4;
    public const ulong CKR_SESSION_COUNT = 0xB1;
    public const ulong CKR_SESSION_HANDLE_INVALID = 0xB3;
    public const ulong CKR_SESSION_READ_ONLY = 0xB5;
    public const ulong CKR_SESSION_READ_ONLY_EXISTS = 0xB7;
    public const ulong CKR_SESSION_READ_WRITE_SO_EXISTS = 0xB8;
    public const ulong CKR_SIGNATURE_INVALID = 0xC0;
    public const ulong CKR_TOKEN_NOT_PRESENT = 0xE0;
    public const ulong CKR_USER_ALREADY_LOGGED_IN = 0x100;
    public const ulong CKR_USER_NOT_LOGGED_IN = 0x101;
    public const ulong CKR_USER_PIN_NOT_INITIALIZED = 0x102;
    public const ulong CKR_USER_TYPE_INVALID = 0x103;
    public const ulong CKR_USER_ANOTHER_ALREADY_LOGGED_IN = 0x104;
    public const ulong CKR_CRYPTOKI_NOT_INITIALIZED = 0x190;
}
