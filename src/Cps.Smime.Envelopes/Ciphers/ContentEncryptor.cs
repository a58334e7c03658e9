namespace Cps.Smime.Envelopes;

/// <summary>Encrypts content block by block. Holds the content key; disposing forgets it.</summary>
internal abstract class ContentEncryptor : IDisposable
{
    /// <summary>Encrypts a block whose length is a multiple of 16.</summary>
    public abstract void Update(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext);

    /// <summary>Encrypts the end, of any length, with padding where the mode has one.</summary>
    /// <returns>How many bytes were written, at most 16 more than were given.</returns>
    public abstract int Finish(ReadOnlySpan<byte> plaintext, Span<byte> ciphertext);

    /// <summary>The authentication tag after <see cref="Finish"/>; empty for a mode without one.</summary>
    public virtual byte[] Tag => [];

    public static ContentEncryptor Create(ContentEncryptionInfo info, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) =>
        info.Cipher switch
        {
            ContentCipher.Gcm => new GcmEncryptor(key, iv),
            ContentCipher.ChaCha20Poly1305 => new ChaChaEncryptor(key, iv),
            ContentCipher.Cbc => new CbcEncryptor(key, iv),
            _ => throw new ArgumentException("A content encryption that is only read.", nameof(info)),
        };

    public abstract void Dispose();
}
