using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cps.Smime.Mime;

/// <summary>
/// Decodes runs of base64 lines that are all of one length, as every mail program writes them: line after line straight to its bytes,
/// without first taking the line ends out (Muła and Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions", 2018, and "Base64
/// encoding and decoding at almost the speed of a memory copy", 2020; where a processor has neither AVX2 nor AVX-512 VBMI, the platform's
/// decoder a line at a time). It takes whole groups of the plain alphabet and nothing else, so that
/// the text can be made again from the bytes.
/// </summary>
internal static class Base64Run
{
    /// <summary>How many bytes behind the decoded ones may be written over.</summary>
    public const int Slack = 16;

    private static readonly byte[] s_sixBits = MakeSixBits();

    // Each group of four bytes holds three, in reversed order.
    private static readonly byte[] s_order = [.. Enumerable.Range(0, 16).SelectMany(i => (byte[])[(byte)((4 * i) + 2), (byte)((4 * i) + 1), (byte)(4 * i)]), .. new byte[16]];

    /// <summary>Whether lines of this length can be decoded here.</summary>
    public static bool Takes(int lineLength) => lineLength >= Vector256<byte>.Count && lineLength % 4 == 0 && lineLength <= 4096;

    /// <summary>How many bytes come out of a line.</summary>
    public static int BytesOf(int lineLength) => lineLength / 4 * 3;

    /// <summary>Decodes lines up to the first that is not like the others.</summary>
    /// <param name="text">Begins with a line.</param>
    /// <param name="lineLength">The characters of a line; one that <see cref="Takes"/>.</param>
    /// <param name="lineEndLength">2 for CRLF, 1 for a line feed.</param>
    /// <param name="bytes">Takes the bytes; decoding also ends when it has no room for a line and <see cref="Slack"/>.</param>
    /// <returns>How many lines were decoded.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode(ReadOnlySpan<byte> text, int lineLength, int lineEndLength, Span<byte> bytes)
    {
        int stride = lineLength + lineEndLength;
        int lineBytes = BytesOf(lineLength);
        int most = Math.Min(text.Length / stride, Math.Max(0, bytes.Length - Slack) / lineBytes);
        int lines = 0;
        while (lines < most)
        {
            ReadOnlySpan<byte> line = text.Slice(lines * stride, stride);
            bool ended = lineEndLength == 2 ? line[lineLength] == (byte)'\r' && line[lineLength + 1] == (byte)'\n' : line[lineLength] == (byte)'\n';
            if (!ended || !DecodeLine(line[..lineLength], bytes.Slice(lines * lineBytes, lineBytes + Slack)))
            {
                break;
            }

            lines++;
        }

        return lines;
    }

    // Compiled at full speed at once: a program that opens one letter does not live long enough to be compiled twice.
    // Lines are taken in steps of a vector; the last step overlaps the one before, so that every line of at least a vector is full steps.
    // A vector of characters makes a vector of bytes of which the last quarter is nothing: the next one writes over it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool DecodeLine(ReadOnlySpan<byte> line, Span<byte> bytes)
    {
        ref byte source = ref MemoryMarshal.GetReference(line);
        ref byte target = ref MemoryMarshal.GetReference(bytes);
        if (Avx512Vbmi.IsSupported && line.Length >= Vector512<byte>.Count)
        {
            Vector512<byte> wrong = Vector512<byte>.Zero;
            int last = line.Length - Vector512<byte>.Count;
            for (int at = 0; at < last; at += Vector512<byte>.Count)
            {
                Decode(Vector512.LoadUnsafe(ref source, (nuint)at), ref wrong).StoreUnsafe(ref target, (nuint)BytesOf(at));
            }

            Decode(Vector512.LoadUnsafe(ref source, (nuint)last), ref wrong).StoreUnsafe(ref target, (nuint)BytesOf(last));
            return wrong.ExtractMostSignificantBits() == 0;
        }

        if (Avx2.IsSupported)
        {
            Vector256<byte> wrong = Vector256<byte>.Zero;
            int last = line.Length - Vector256<byte>.Count;
            for (int at = 0; at < last; at += Vector256<byte>.Count)
            {
                Decode(Vector256.LoadUnsafe(ref source, (nuint)at), ref wrong).StoreUnsafe(ref target, (nuint)BytesOf(at));
            }

            Decode(Vector256.LoadUnsafe(ref source, (nuint)last), ref wrong).StoreUnsafe(ref target, (nuint)BytesOf(last));
            return wrong == Vector256<byte>.Zero;
        }

        return Base64.DecodeFromUtf8(line, bytes, out int consumed, out int written, isFinalBlock: false) == OperationStatus.Done
            && consumed == line.Length && written == BytesOf(line.Length);
    }

    // A table of ASCII says the six bits of each character, or sets the top bit, which is an error as it is in a character beyond ASCII.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Decode(Vector512<byte> characters, ref Vector512<byte> wrong)
    {
        Vector512<byte> sixBits = Avx512Vbmi.PermuteVar64x8x2(Vector512.Create(s_sixBits.AsSpan(0, 64)), characters, Vector512.Create(s_sixBits.AsSpan(64)));
        wrong |= characters | sixBits;
        Vector512<short> pairs = Avx512BW.MultiplyAddAdjacent(sixBits, Vector512.Create(0x01400140).AsSByte());
        Vector512<int> groups = Avx512BW.MultiplyAddAdjacent(pairs, Vector512.Create(0x00011000).AsInt16());
        return Avx512Vbmi.PermuteVar64x8(groups.AsByte(), Vector512.Create(s_order));
    }

    // Both nibbles of a character say by a bit of their own in which rows and columns of ASCII it cannot be; a common bit is an error.
    // Its upper nibble then says what to add to get its six bits ('/' needs a row of its own), and two multiplications pack them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Decode(Vector256<byte> characters, ref Vector256<byte> wrong)
    {
        Vector256<byte> slash = Vector256.Create((byte)'/');
        Vector256<byte> upper = (characters.AsInt32() >>> 4).AsByte() & slash;
        Vector256<byte> lower = characters & slash;
        wrong |= Avx2.Shuffle(Rows, upper) & Avx2.Shuffle(Columns, lower);
        Vector256<byte> shift = Avx2.Shuffle(Shifts, Vector256.Equals(characters, slash) + upper);
        Vector256<byte> sixBits = characters + shift;
        Vector256<short> pairs = Avx2.MultiplyAddAdjacent(sixBits, Vector256.Create(0x01400140).AsSByte());
        Vector256<int> groups = Avx2.MultiplyAddAdjacent(pairs, Vector256.Create(0x00011000).AsInt16());
        Vector256<byte> packed = Avx2.Shuffle(groups.AsByte(), Order);
        return Avx2.PermuteVar8x32(packed.AsInt32(), Vector256.Create(0, 1, 2, 4, 5, 6, 7, 7)).AsByte();
    }

    private static byte[] MakeSixBits()
    {
        byte[] sixBits = new byte[128];
        Array.Fill(sixBits, (byte)0x80);
        ReadOnlySpan<byte> alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (int i = 0; i < alphabet.Length; i++)
        {
            sixBits[alphabet[i]] = (byte)i;
        }

        return sixBits;
    }

    private static Vector256<byte> Rows => Twice(Vector128.Create(
        (byte)0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10));

    private static Vector256<byte> Columns => Twice(Vector128.Create(
        (byte)0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A));

    private static Vector256<byte> Shifts => Twice(Vector128.Create((sbyte)0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0).AsByte());

    private static Vector256<byte> Order => Twice(Vector128.Create((sbyte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Twice(Vector128<byte> half) => Vector256.Create(half, half);
}
