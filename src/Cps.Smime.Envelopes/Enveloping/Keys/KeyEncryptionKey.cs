using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// An AES key that both sides have, with the name they gave it: opens and makes KEKRecipientInfo (RFC 5652 section 6.2.3). Safe for any number
/// of threads. Disposing it wipes the key.
/// </summary>
public sealed class KeyEncryptionKey : IRecipientKey, IDisposable
{
    private readonly byte[] _key;
    private bool _disposed;

    /// <summary>Takes a key; it is copied.</summary>
    /// <param name="identifier">The name by which messages know the key, 1 to 128 bytes.</param>
    /// <param name="key">16, 24 or 32 bytes.</param>
    public KeyEncryptionKey(ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> key)
    {
        if (identifier.Length is 0 or > 128)
        {
            throw new ArgumentException("The identifier is not 1 to 128 bytes long.", nameof(identifier));
        }

        if (key.Length is not (16 or 24 or 32))
        {
            throw new ArgumentException("The key is not an AES key.", nameof(key));
        }

        Identifier = identifier.ToArray();
        _key = key.ToArray();
    }

    /// <summary>The name of the key.</summary>
    public ReadOnlyMemory<byte> Identifier { get; }

    /// <summary>False: the key is in memory.</summary>
    public bool AsksPerson => false;

    internal int Length => _key.Length;

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }

    /// <summary>The name of the key, never the key.</summary>
    public override string ToString() => "key " + Convert.ToHexString(Identifier.Span);

    internal byte[] Wrap(ReadOnlySpan<byte> contentKey)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return AesKeyWrap.Wrap(_key, contentKey);
    }

    internal byte[] UnwrapOrSubstitute(ReadOnlySpan<byte> wrapped, int keyLength)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return AesKeyWrap.UnwrapOrSubstitute([_key], valid: true, wrapped, keyLength);
    }
}
