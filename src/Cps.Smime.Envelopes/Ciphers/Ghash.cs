using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cps.Smime.Envelopes;

/// <summary>
/// GHASH of AES-GCM (NIST SP 800-38D section 6.4), computed as POLYVAL over reversed blocks (RFC 8452 appendix A): eight blocks share one
/// reduction. The platform offers GCM only for content that is held whole, which is why this is here. Not for several threads.
/// </summary>
internal sealed class Ghash
{
    private const int BlockLength = 16;
    private const int BlocksAtOnce = 8;

    // h^8 down to h^1, and of each the sum of its halves for Karatsuba's middle product.
    private readonly Vector128<ulong>[] _powers = new Vector128<ulong>[BlocksAtOnce];
    private readonly Vector128<ulong>[] _sums = new Vector128<ulong>[BlocksAtOnce];
    private Vector128<ulong> _state;

    /// <param name="hashKey">AES of the zero block under the content key.</param>
    public Ghash(ReadOnlySpan<byte> hashKey)
    {
        Vector128<ulong> h = MultiplyByX(Load(hashKey));
        _powers[^1] = h;
        for (int i = BlocksAtOnce - 2; i >= 0; i--)
        {
            _powers[i] = Multiply(_powers[i + 1], h);
        }

        for (int i = 0; i < BlocksAtOnce; i++)
        {
            _sums[i] = _powers[i] ^ Swap(_powers[i]);
        }
    }

    private Ghash(Ghash other) => (_powers, _sums) = (other._powers, other._sums);

    /// <summary>How many blocks were taken.</summary>
    public long Blocks { get; private set; }

    /// <summary>A hash that begins anew under the same key.</summary>
    public Ghash NewUnderSameKey() => new(this);

    /// <summary>Takes bytes; a last block that is not full counts as filled with zeros, so only the last call may have one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(ReadOnlySpan<byte> data)
    {
        Blocks += (data.Length + BlockLength - 1) / BlockLength;
        Vector128<ulong> state = _state;
        ReadOnlySpan<Vector128<ulong>> powers = _powers.AsSpan(0, BlocksAtOnce);
        ReadOnlySpan<Vector128<ulong>> sums = _sums.AsSpan(0, BlocksAtOnce);
        while (data.Length >= BlocksAtOnce * BlockLength)
        {
            ref byte start = ref MemoryMarshal.GetReference(data);
            Vector128<ulong> block = state ^ Load(ref start, 0);
            Vector128<ulong> low = Low(block, powers[0]);
            Vector128<ulong> high = High(block, powers[0]);
            Vector128<ulong> middle = Low(block ^ Swap(block), sums[0]);
            for (int i = 1; i < BlocksAtOnce; i++)
            {
                block = Load(ref start, (nuint)(i * BlockLength));
                low ^= Low(block, powers[i]);
                high ^= High(block, powers[i]);
                middle ^= Low(block ^ Swap(block), sums[i]);
            }

            state = Reduce(low, middle ^ low ^ high, high);
            data = data[(BlocksAtOnce * BlockLength)..];
        }

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

            state = Multiply(state ^ Load(block), powers[^1]);
            data = data[Math.Min(BlockLength, data.Length)..];
        }

        _state = state;
    }

    /// <summary>Puts another hash before this one, as if its blocks had come first: what authenticated data that follows its content needs.</summary>
    public void Prepend(Ghash first)
    {
        // first · h^n, by squaring.
        Vector128<ulong> power = _powers[^1];
        Vector128<ulong> moved = first._state;
        for (long n = Blocks; n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
            {
                moved = Multiply(moved, power);
            }

            power = Multiply(power, power);
        }

        _state ^= moved;
        Blocks += first.Blocks;
    }

    /// <summary>Takes the block of lengths and gives the hash.</summary>
    public void Finish(long additionalLength, long contentLength, Span<byte> hash)
    {
        Span<byte> lengths = stackalloc byte[BlockLength];
        BinaryPrimitives.WriteInt64BigEndian(lengths, additionalLength * 8);
        BinaryPrimitives.WriteInt64BigEndian(lengths[8..], contentLength * 8);
        Update(lengths);
        BinaryPrimitives.WriteUInt64BigEndian(hash, _state.GetElement(1));
        BinaryPrimitives.WriteUInt64BigEndian(hash[8..], _state.GetElement(0));
    }

    private static Vector128<ulong> Load(ReadOnlySpan<byte> block) => Load(ref MemoryMarshal.GetReference(block[..BlockLength]), 0);

    // A block in reversed byte order, as a little-endian number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ref byte start, nuint offset) => Vector128.Shuffle(
        Vector128.LoadUnsafe(ref start, offset),
        Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Low(Vector128<ulong> a, Vector128<ulong> b) => CarrylessMultiplication.Lower(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> High(Vector128<ulong> a, Vector128<ulong> b) => CarrylessMultiplication.Upper(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Middle(Vector128<ulong> a, Vector128<ulong> b) => CarrylessMultiplication.Lower(a ^ Swap(a), b ^ Swap(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Swap(Vector128<ulong> a) => Vector128.Shuffle(a, Vector128.Create(1UL, 0UL));

    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        Vector128<ulong> low = Low(a, b);
        Vector128<ulong> high = High(a, b);
        return Reduce(low, Middle(a, b) ^ low ^ high, high);
    }

    // From 256 bits to 128, modulo x^128 + x^127 + x^126 + x^121 + 1 (RFC 8452 section 3), with POLYVAL's factor x^-128 left in.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
    {
        ulong v0 = low.GetElement(0);
        ulong v1 = low.GetElement(1) ^ middle.GetElement(0);
        ulong v2 = high.GetElement(0) ^ middle.GetElement(1);
        ulong v3 = high.GetElement(1);
        v2 ^= v0 ^ (v0 >> 1) ^ (v0 >> 2) ^ (v0 >> 7);
        v1 ^= (v0 << 63) ^ (v0 << 62) ^ (v0 << 57);
        v3 ^= v1 ^ (v1 >> 1) ^ (v1 >> 2) ^ (v1 >> 7);
        v2 ^= (v1 << 63) ^ (v1 << 62) ^ (v1 << 57);
        return Vector128.Create(v2, v3);
    }

    // mulX_POLYVAL of RFC 8452 appendix A.
    private static Vector128<ulong> MultiplyByX(Vector128<ulong> value)
    {
        ulong low = value.GetElement(0);
        ulong high = value.GetElement(1);
        ulong carry = high >> 63;
        return Vector128.Create((low << 1) ^ carry, ((high << 1) | (low >> 63)) ^ (carry << 63) ^ (carry << 62) ^ (carry << 57));
    }
}
