using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Poly1305 (RFC 8439 section 2.5) over whole blocks, in limbs of 44, 44 and 42 bits. Unlike the platform's, it can put a hash before
/// another, which authenticated attributes need that follow their content. Takes the same time for every value. Not for several threads.
/// </summary>
internal sealed class Poly1305 : IDisposable
{
    private const int BlockLength = 16;
    private const ulong Mask44 = (1UL << 44) - 1;
    private const ulong Mask42 = (1UL << 42) - 1;

    private readonly ulong[] _r = new ulong[3];
    private readonly ulong[] _state = new ulong[3];
    private readonly byte[] _s;
    private long _blocks;

    /// <param name="key">The 32-byte one-time key: r and s.</param>
    public Poly1305(ReadOnlySpan<byte> key)
    {
        ulong low = BinaryPrimitives.ReadUInt64LittleEndian(key) & 0x0FFFFFFC0FFFFFFF;
        ulong high = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]) & 0x0FFFFFFC0FFFFFFC;
        _r[0] = low & Mask44;
        _r[1] = ((low >> 44) | (high << 20)) & Mask44;
        _r[2] = high >> 24;
        _s = key.Slice(16, 16).ToArray();
    }

    private Poly1305(Poly1305 other)
    {
        other._r.CopyTo(_r, 0);
        _s = [.. other._s];
    }

    /// <summary>A hash that begins anew under the same key.</summary>
    public Poly1305 NewUnderSameKey() => new(this);

    /// <summary>Takes bytes; a last block that is not full counts as filled with zeros (RFC 8439 section 2.8), so only the last call may have one.</summary>
    public void Update(ReadOnlySpan<byte> data)
    {
        Span<byte> padded = stackalloc byte[BlockLength];
        while (!data.IsEmpty)
        {
            scoped ReadOnlySpan<byte> block = data;
            if (data.Length < BlockLength)
            {
                padded.Clear();
                data.CopyTo(padded);
                block = padded;
            }

            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(block);
            ulong high = BinaryPrimitives.ReadUInt64LittleEndian(block[8..]);
            _state[0] += low & Mask44;
            _state[1] += ((low >> 44) | (high << 20)) & Mask44;
            _state[2] += (high >> 24) | (1UL << 40);
            Multiply(_state, _r);
            _blocks++;
            data = data[Math.Min(BlockLength, data.Length)..];
        }
    }

    /// <summary>Puts another hash under the same key before this one, as if its blocks had come first: its state times r to the number of blocks here.</summary>
    public void Prepend(Poly1305 first)
    {
        ulong[] moved = [.. first._state];
        ulong[] power = [.. _r];
        for (long n = _blocks; n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
            {
                Multiply(moved, power);
            }

            Multiply(power, power);
        }

        for (int i = 0; i < 3; i++)
        {
            _state[i] += moved[i];
        }

        _blocks += first._blocks;
    }

    /// <summary>Takes the block of lengths and gives the tag.</summary>
    public void Finish(long additionalLength, long contentLength, Span<byte> tag)
    {
        Span<byte> lengths = stackalloc byte[BlockLength];
        BinaryPrimitives.WriteInt64LittleEndian(lengths, additionalLength);
        BinaryPrimitives.WriteInt64LittleEndian(lengths[8..], contentLength);
        Update(lengths);
        Carry(_state);
        Carry(_state);

        // The state or the state less p = 2^130 - 5, whichever is in range, without a branch.
        ulong g0 = _state[0] + 5;
        ulong g1 = _state[1] + (g0 >> 44);
        ulong g2 = _state[2] + (g1 >> 44) - (1UL << 42);
        ulong keep = 0UL - (g2 >> 63);
        ulong h0 = (_state[0] & keep) | (g0 & Mask44 & ~keep);
        ulong h1 = (_state[1] & keep) | (g1 & Mask44 & ~keep);
        ulong h2 = (_state[2] & keep) | (g2 & ~keep);
        UInt128 sum = unchecked(new UInt128((h1 >> 20) | (h2 << 24), h0 | (h1 << 44)) + BinaryPrimitives.ReadUInt128LittleEndian(_s));
        BinaryPrimitives.WriteUInt128LittleEndian(tag, sum);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_s);
        Array.Clear(_r);
        Array.Clear(_state);
    }

    // a = a * b modulo 2^130 - 5: what lies above 2^132 comes back times 20, as 2^132 = 4 * 5.
    private static void Multiply(ulong[] a, ulong[] b)
    {
        ulong a0 = a[0], a1 = a[1], a2 = a[2];
        ulong b0 = b[0], b1 = b[1], b2 = b[2];
        ulong s1 = b1 * 20, s2 = b2 * 20;
        UInt128 d0 = Product(a0, b0) + Product(a1, s2) + Product(a2, s1);
        UInt128 d1 = Product(a0, b1) + Product(a1, b0) + Product(a2, s2);
        UInt128 d2 = Product(a0, b2) + Product(a1, b1) + Product(a2, b0);
        d1 += d0 >> 44;
        d2 += d1 >> 44;
        a[0] = ((ulong)d0 & Mask44) + (ulong)(d2 >> 42) * 5;
        a[1] = ((ulong)d1 & Mask44) + (a[0] >> 44);
        a[0] &= Mask44;
        a[2] = (ulong)d2 & Mask42;
    }

    private static void Carry(ulong[] a)
    {
        a[1] += a[0] >> 44;
        a[0] &= Mask44;
        a[2] += a[1] >> 44;
        a[1] &= Mask44;
        a[0] += (a[2] >> 42) * 5;
        a[2] &= Mask42;
    }

    private static UInt128 Product(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return new UInt128(high, low);
    }
}
