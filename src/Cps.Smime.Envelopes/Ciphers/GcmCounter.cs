using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>
/// The counter mode inside AES-GCM (NIST SP 800-38D section 6.5) for a 12-byte nonce, some kilobytes at a time so that everything stays in
/// the processor's cache. Holds the content key; disposing forgets it. Not for several threads.
/// </summary>
internal sealed class GcmCounter : IDisposable
{
    private const int BlockLength = 16;
    private const int ChunkLength = 16 * 1024;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _counters = new byte[ChunkLength];
    private readonly byte[] _stream = new byte[ChunkLength];
    private readonly byte[] _firstBlock = new byte[BlockLength];
    private uint _next = 2;
    private bool _exhausted;

    public GcmCounter(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        _aes.SetKey(key);
        for (int i = 0; i < ChunkLength; i += BlockLength)
        {
            nonce.CopyTo(_counters.AsSpan(i));
        }

        Span<byte> first = stackalloc byte[BlockLength];
        first.Clear();
        Hash = new Ghash(_aes.EncryptEcb(first, PaddingMode.None));
        nonce.CopyTo(first);
        first[^1] = 1;
        _aes.EncryptEcb(first, _firstBlock, PaddingMode.None);
    }

    /// <summary>The hash under this key, for the ciphertext.</summary>
    public Ghash Hash { get; }

    /// <summary>Encrypts or decrypts; only the last call may have a length that is no multiple of 16.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="output">The same number of bytes.</param>
    /// <param name="hashesInput">Whether the ciphertext is the input (decrypting) or the output.</param>
    public void Transform(ReadOnlySpan<byte> input, Span<byte> output, bool hashesInput)
    {
        while (!input.IsEmpty)
        {
            int length = Math.Min(input.Length, ChunkLength);
            Prepare((length + BlockLength - 1) / BlockLength);
            Xor(input[..length], _stream, output);
            Hash.Update(hashesInput ? input[..length] : output[..length]);
            input = input[length..];
            output = output[length..];
        }
    }

    /// <summary>The tag over what was hashed.</summary>
    public void Finish(long additionalLength, long contentLength, Span<byte> tag)
    {
        Hash.Finish(additionalLength, contentLength, tag);
        Xor(tag[..BlockLength], _firstBlock, tag);
    }

    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_stream);
        CryptographicOperations.ZeroMemory(_firstBlock);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prepare(int blocks)
    {
        if (_exhausted || uint.MaxValue - _next < blocks)
        {
            // A counter that comes round again would give the same key stream twice.
            _exhausted = true;
            throw new EnvelopeException(Certificates.CpsErrorCode.LimitExceeded, "the content is longer than AES-GCM allows (64 GiB)");
        }

        Span<uint> words = MemoryMarshal.Cast<byte, uint>(_counters.AsSpan(0, blocks * BlockLength));
        for (int i = 3; i < words.Length; i += BlockLength / sizeof(uint))
        {
            words[i] = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_next) : _next;
            _next++;
        }

        _aes.EncryptEcb(_counters.AsSpan(0, blocks * BlockLength), _stream, PaddingMode.None);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Xor(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> result)
    {
        int vectors = a.Length / Vector<byte>.Count;
        ReadOnlySpan<Vector<byte>> left = MemoryMarshal.Cast<byte, Vector<byte>>(a)[..vectors];
        ReadOnlySpan<Vector<byte>> right = MemoryMarshal.Cast<byte, Vector<byte>>(b)[..vectors];
        Span<Vector<byte>> target = MemoryMarshal.Cast<byte, Vector<byte>>(result)[..vectors];
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = left[i] ^ right[i];
        }

        for (int i = vectors * Vector<byte>.Count; i < a.Length; i++)
        {
            result[i] = (byte)(a[i] ^ b[i]);
        }
    }
}
