using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>
/// AES-CCM (RFC 5084, NIST SP 800-38C) with a 16-byte tag, for reading. Its hash begins with the length of the content and with the
/// authenticated attributes, both of which are known only at the end: the content is decrypted as it comes, put into a spool, and hashed
/// from there in a second pass. Not for several threads.
/// </summary>
internal sealed class CcmDecryptor : ContentDecryptor
{
    private const int BlockLength = 16;
    private const int ChunkLength = 16 * 1024;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _nonce;
    private readonly byte[] _counters = new byte[ChunkLength];
    private readonly byte[] _stream = new byte[ChunkLength];
    private readonly ContentSpool _content = new();
    private ulong _next = 1;
    private long _length;

    public CcmDecryptor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        _aes.SetKey(key);
        _nonce = nonce.ToArray();
    }

    // How many bytes of a block hold the counter or the length ("q" of SP 800-38C).
    private int CountLength => BlockLength - 1 - _nonce.Length;

    public override int Update(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        int total = ciphertext.Length;
        Span<byte> decrypted = plaintext[..total];
        _length += total;
        if (CountLength < 8 && _length >> (8 * CountLength) != 0)
        {
            // Longer than the nonce leaves room to count: no honest writer made it.
            throw EnvelopeException.DecryptionFailed();
        }

        while (!ciphertext.IsEmpty)
        {
            int length = Math.Min(ciphertext.Length, ChunkLength);
            int blocks = (length + BlockLength - 1) / BlockLength;
            for (int i = 0; i < blocks; i++)
            {
                WriteBlock(_counters.AsSpan(i * BlockLength, BlockLength), flags: (byte)(CountLength - 1), _next++);
            }

            _aes.EncryptEcb(_counters.AsSpan(0, blocks * BlockLength), _stream, PaddingMode.None);
            for (int i = 0; i < length; i++)
            {
                plaintext[i] = (byte)(ciphertext[i] ^ _stream[i]);
            }

            ciphertext = ciphertext[length..];
            plaintext = plaintext[length..];
        }

        _content.Write(decrypted);
        return total;
    }

    public override bool TryFinishContent(ReadOnlySpan<byte> ciphertext, Span<byte> plaintext, out int length)
    {
        length = Update(ciphertext, plaintext);
        return true;
    }

    public override bool TryAuthenticate(ReadOnlySpan<byte> additionalData, ReadOnlySpan<byte> tag, Span<byte> plaintext, out int length)
    {
        length = 0;
        _content.Complete();
        byte[] hash = new byte[BlockLength];
        Hash(Prefix(additionalData), hash);
        byte[] buffer = new byte[ChunkLength];
        using (Stream reader = _content.OpenRead())
        {
            int count;
            while ((count = reader.ReadAtLeast(buffer, ChunkLength, throwOnEndOfStream: false)) > 0)
            {
                int padded = (count + BlockLength - 1) / BlockLength * BlockLength;
                buffer.AsSpan(count, padded - count).Clear();
                Hash(buffer.AsSpan(0, padded), hash);
            }
        }

        CryptographicOperations.ZeroMemory(buffer);
        Span<byte> block = stackalloc byte[BlockLength];
        WriteBlock(block, flags: (byte)(CountLength - 1), number: 0);
        Span<byte> mask = stackalloc byte[BlockLength];
        _aes.EncryptEcb(block, mask, PaddingMode.None);
        for (int i = 0; i < BlockLength; i++)
        {
            hash[i] ^= mask[i];
        }

        return CryptographicOperations.FixedTimeEquals(hash, tag);
    }

    public override void Dispose()
    {
        _aes.Dispose();
        _content.Dispose();
        CryptographicOperations.ZeroMemory(_stream);
    }

    // Block 0 and the attributes with their length before them, filled up with zeros (SP 800-38C appendix A.2).
    private byte[] Prefix(ReadOnlySpan<byte> additionalData)
    {
        int length = additionalData.Length;
        Span<byte> number = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(number, 0xFFFE);
        BinaryPrimitives.WriteInt32BigEndian(number[2..], length);
        ReadOnlySpan<byte> prefix = length == 0 ? [] : length < 0xFF00 ? number[4..] : number;
        byte[] all = new byte[(BlockLength + prefix.Length + length + BlockLength - 1) / BlockLength * BlockLength];
        byte flags = (byte)((length > 0 ? 0x40 : 0) | ((ContentEncryptionInfo.TagLength - 2) / 2 << 3) | (CountLength - 1));
        WriteBlock(all.AsSpan(0, BlockLength), flags, (ulong)_length);
        prefix.CopyTo(all.AsSpan(BlockLength));
        additionalData.CopyTo(all.AsSpan(BlockLength + prefix.Length));
        return all;
    }

    private void WriteBlock(Span<byte> block, byte flags, ulong number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(block[8..], number);
        block[0] = flags;
        _nonce.CopyTo(block[1..]);
    }

    // CBC-MAC: the last block of a CBC encryption is the state.
    private void Hash(ReadOnlySpan<byte> blocks, byte[] state)
    {
        byte[] output = new byte[blocks.Length];
        _aes.EncryptCbc(blocks, state, output, PaddingMode.None);
        output.AsSpan(output.Length - BlockLength).CopyTo(state);
        CryptographicOperations.ZeroMemory(output);
    }
}
