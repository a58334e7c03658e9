namespace Cps.Smime.Cards;

/// <summary>How a card is used.</summary>
public sealed record CardOptions
{
    /// <summary>
    /// How many operations may run at once, each in a session of its own; default 4. With 1 a module never gets two calls of
    /// private keys at the same time.
    /// </summary>
    public int MaximumSessions { get; init; } = 4;

    /// <summary>How long an operation waits for one of these sessions; default 30 seconds.</summary>
    public TimeSpan SessionWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a message is opened with the raw RSA of the token (CKM_RSA_X_509) where it has one, the padding being undone here in constant
    /// time; default true. It keeps the token's own padding errors out of sight, and gives OAEP with every digest.
    /// </summary>
    public bool AllowRawRsa { get; init; } = true;

    /// <summary>How many certificates of a token are read; default 64.</summary>
    public int MaximumCertificates { get; init; } = 64;

    /// <summary>The time by which current certificates are preferred to expired ones.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
