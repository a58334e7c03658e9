using System.Security.Cryptography;
using System.Text;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// A password that both sides know: opens and makes PasswordRecipientInfo (RFC 5652 section 6.2.4, RFC 3211). Safe for any number of threads.
/// Disposing it wipes the password.
/// </summary>
/// <remarks>Anybody who has the message can try passwords against it for years; a password that a person can remember protects little.</remarks>
public sealed class Password : IRecipientKey, IDisposable
{
    private readonly byte[] _octets;
    private bool _disposed;

    /// <summary>Takes a password, in UTF-8 as RFC 3211 section 2.3 has it.</summary>
    public Password(ReadOnlySpan<char> password)
    {
        if (password.IsEmpty)
        {
            throw new ArgumentException("The password is empty.", nameof(password));
        }

        _octets = new byte[Encoding.UTF8.GetByteCount(password)];
        Encoding.UTF8.GetBytes(password, _octets);
    }

    /// <summary>False: the password is here.</summary>
    public bool AsksPerson => false;

    /// <summary>Wipes the password.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_octets);
    }

    /// <summary>Never the password.</summary>
    public override string ToString() => "password";

    /// <summary>The key-encryption key; the caller wipes it.</summary>
    internal byte[] Derive(Pbkdf2Parameters parameters, int keyLength)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Rfc2898DeriveBytes.Pbkdf2(_octets, parameters.Salt.Span, parameters.Iterations, parameters.Digest, keyLength);
    }
}
