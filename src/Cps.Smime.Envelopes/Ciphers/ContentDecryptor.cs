namespace Cps.Smime.Envelopes;

/// <summary>Decrypts content block by block. What it gives is not to be believed before <see cref="TryAuthenticate"/> said yes.</summary>
internal abstract class ContentDecryptor : IDisposable
{
    /// <summary>Decrypts a block whose length is a multiple of 16 and that is not the last.</summary>
    /// <returns>How many bytes were written.</returns>
    public abstract int Update(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext);

    /// <summary>Decrypts the last block, of any length, and checks what the mode can check.</summary>
    /// <param name="ciphertext">The end of the ciphertext.</param>
    /// <param name="plaintext">At least 32 bytes longer.</param>
    /// <param name="length">How many bytes were written.</param>
    /// <returns>False when the content was altered or the key is wrong.</returns>
    public abstract bool TryFinishContent(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, out int length);

    /// <summary>Checks the tag and the authenticated attributes, which follow the content in an AuthEnvelopedData.</summary>
    /// <param name="additionalData">The DER of authAttrs with the tag of a SET, or empty.</param>
    /// <param name="tag">The mac field.</param>
    /// <param name="plaintext">Takes what the mode still held back.</param>
    /// <param name="length">How many bytes were written.</param>
    public abstract bool TryAuthenticate(ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> tag, Span<byte> plaintext, out int length);

    public static ContentDecryptor Create(ContentEncryptionInfo info, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) =>
        info.Cipher switch
        {
            ContentCipher.Gcm => new GcmDecryptor(key, iv),
            ContentCipher.Ccm => new CcmDecryptor(key, iv),
            ContentCipher.ChaCha20Poly1305 => new ChaChaDecryptor(key, iv),
            ContentCipher.Cbc => new CbcDecryptor(key, iv),
            _ => new LegacyCbcDecryptor(info.Cipher, key, iv),
        };

    public abstract void Dispose();
}
