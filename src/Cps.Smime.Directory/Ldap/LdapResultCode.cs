namespace Cps.Smime.Directories;

/// <summary>The outcome of an LDAP operation (RFC 4511 section 4.1.9 and appendix A); a server may give values that are not named here.</summary>
public enum LdapResultCode
{
    /// <summary>It was done.</summary>
    Success = 0,

    /// <summary>The operation came at the wrong moment.</summary>
    OperationsError = 1,

    /// <summary>The server did not understand the request.</summary>
    ProtocolError = 2,

    /// <summary>The search took longer than its limit.</summary>
    TimeLimitExceeded = 3,

    /// <summary>There are more entries than the limit.</summary>
    SizeLimitExceeded = 4,

    /// <summary>A compared value differs.</summary>
    CompareFalse = 5,

    /// <summary>A compared value is the same.</summary>
    CompareTrue = 6,

    /// <summary>The way to authenticate is not supported.</summary>
    AuthMethodNotSupported = 7,

    /// <summary>A stronger authentication, or TLS, is required.</summary>
    StrongerAuthRequired = 8,

    /// <summary>The entry is held by another server.</summary>
    Referral = 10,

    /// <summary>A limit set by the administrator was exceeded.</summary>
    AdminLimitExceeded = 11,

    /// <summary>A critical control is not supported.</summary>
    UnavailableCriticalExtension = 12,

    /// <summary>TLS is required.</summary>
    ConfidentialityRequired = 13,

    /// <summary>The authentication has further steps.</summary>
    SaslBindInProgress = 14,

    /// <summary>The entry has no such attribute.</summary>
    NoSuchAttribute = 16,

    /// <summary>The attribute is unknown.</summary>
    UndefinedAttributeType = 17,

    /// <summary>The attribute cannot be compared so.</summary>
    InappropriateMatching = 18,

    /// <summary>A value is not allowed.</summary>
    ConstraintViolation = 19,

    /// <summary>The value exists already.</summary>
    AttributeOrValueExists = 20,

    /// <summary>A value is not of its attribute's syntax.</summary>
    InvalidAttributeSyntax = 21,

    /// <summary>The base of the search does not exist.</summary>
    NoSuchObject = 32,

    /// <summary>An alias is broken.</summary>
    AliasProblem = 33,

    /// <summary>The name is not a distinguished name.</summary>
    InvalidDNSyntax = 34,

    /// <summary>An alias may not be followed.</summary>
    AliasDereferencingProblem = 36,

    /// <summary>Authentication is needed, or not possible in this way.</summary>
    InappropriateAuthentication = 48,

    /// <summary>The name or the password is wrong.</summary>
    InvalidCredentials = 49,

    /// <summary>Access is not allowed.</summary>
    InsufficientAccessRights = 50,

    /// <summary>The server is too busy.</summary>
    Busy = 51,

    /// <summary>The server is shutting down or not ready.</summary>
    Unavailable = 52,

    /// <summary>The server does not want to.</summary>
    UnwillingToPerform = 53,

    /// <summary>The server found a loop.</summary>
    LoopDetect = 54,

    /// <summary>The entry's name is not allowed there.</summary>
    NamingViolation = 64,

    /// <summary>The entry does not fit its class.</summary>
    ObjectClassViolation = 65,

    /// <summary>The entry has entries below it.</summary>
    NotAllowedOnNonLeaf = 66,

    /// <summary>The value is part of the name.</summary>
    NotAllowedOnRDN = 67,

    /// <summary>The entry exists already.</summary>
    EntryAlreadyExists = 68,

    /// <summary>The class may not be changed.</summary>
    ObjectClassModsProhibited = 69,

    /// <summary>Several servers are concerned.</summary>
    AffectsMultipleDSAs = 71,

    /// <summary>Another error.</summary>
    Other = 80,
}
