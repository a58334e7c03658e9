namespace Cps.Smime.Certificates;

/// <summary>
/// The root of every exception that this library throws for something other than misuse (misuse is <see cref="ArgumentException"/>
/// or <see cref="InvalidOperationException"/>). It says what happened, to which object, and what to do; it never carries a PIN, a
/// key, a plaintext or a patient's data.
/// </summary>
public class CpsException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="code">What kind of thing went wrong.</param>
    /// <param name="message">What happened, in one sentence without its full stop.</param>
    /// <param name="subject">The object concerned: a file, an address, a certificate's subject, a slot.</param>
    /// <param name="advice">What the person or the developer can do about it.</param>
    /// <param name="innerException">The cause; never given for a failed decryption.</param>
    public CpsException(CpsErrorCode code, string message, string? subject = null, string? advice = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Subject = subject;
        Advice = advice;
    }

    /// <summary>What kind of thing went wrong.</summary>
    public CpsErrorCode Code { get; }

    /// <summary>The object concerned, or null.</summary>
    public string? Subject { get; }

    /// <summary>What to do, or null.</summary>
    public string? Advice { get; }

    /// <summary>Whether the same call may succeed later without a change: network, removed card.</summary>
    public virtual bool IsTransient => Code is CpsErrorCode.DirectoryUnavailable or CpsErrorCode.CardRemoved or CpsErrorCode.CardAbsent;

    /// <summary>The whole error in one line: what happened, to which object, what to do.</summary>
    public string ToLine()
    {
        string line = Subject is null ? Message : $"{Message}: {Subject}";
        return Advice is null ? line : $"{line}. {Advice}";
    }
}
