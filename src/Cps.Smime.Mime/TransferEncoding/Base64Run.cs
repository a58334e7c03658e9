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
/// decoder a line at a time). It takes whole groups of the plain alphabet and nothing else, so that the text can be made again from the bytes.
/// </summary>
internal static class Base64Run
{
    /// <summary>How many bytes behind the decoded ones may be written over.</summary>
    public const int Slack = 16;

    // The six bits of each character of ASCII, or the top bit for those that are none of the alphabet; then the order of the bytes in a
    // vector of groups of four, of which each holds three in reversed order.
    private static ReadOnlySpan<byte> Tables =>
    [
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 62, 0x80, 0x80, 0x80, 63,
        52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
        15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
        41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 0x80, 0x80, 0x80, 0x80, 0x80,
        2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 18, 17, 16, 22,
        21, 20, 26, 25, 24, 30, 29, 28, 34, 33, 32, 38, 37, 36, 42, 41,
        40, 46, 45, 44, 50, 49, 48, 54, 53, 52, 58, 57, 56, 62, 61, 60,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Whether lines of this length can be decoded here.</summary>
    public static bool Takes(int lineLength) => lineLength >= Vector256<byte>.Count && lineLength % 4 == 0 && lineLength <= 4096;

    /// <summary>How many bytes come out of so many characters.</summary>
    public static int BytesOf(int lineLength) => lineLength / 4 * 3;

    /// <summary>Decodes lines up to the first that is not like the others.</summary>
    /// <param name="text">Begins with a line.</param>
    /// <param name="lineLength">The characters of a line; one that <see cref="Takes"/>.</param>
    /// <param name="lineEndLength">2 for CRLF, 1 for a line feed.</param>
    /// <param name="bytes">Takes the bytes; decoding also ends when it has no room for a line and <see cref="Slack"/>.</param>
    /// <returns>How many lines were decoded.</returns>
    public static int Decode(ReadOnlySpan<byte> text, int lineLength, int lineEndLength, Span<byte> bytes)
    {
        int most = Math.Min(text.Length / (lineLength + lineEndLength), Math.Max(0, bytes.Length - Slack) / BytesOf(lineLength));
        return most == 0 ? 0
            : Avx512Vbmi.IsSupported && lineLength >= Vector512<byte>.Count ? DecodeWithAvx512(text, lineLength, lineEndLength, bytes, most)
            : Avx2.IsSupported ? DecodeWithAvx2(text, lineLength, lineEndLength, bytes, most)
            : DecodeWithPlatform(text, lineLength, lineEndLength, bytes, most);
    }

    // Both take lines in steps of a vector; the last step overlaps the one before, so that every line of at least a vector is full steps. A
    // vector of characters makes a vector of bytes of which the last quarter is nothing, and the next one writes over it. They are compiled
    // at full speed at once: a program that opens one letter does not live long enough to be compiled twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DecodeWithAvx512(ReadOnlySpan<byte> text, int lineLength, int lineEndLength, Span<byte> bytes, int most)
    {
        ReadOnlySpan<byte> tables = Tables;
        Vector512<byte> sixBitsBelow64 = Vector512.Create(tables[..64]);
        Vector512<byte> sixBitsFrom64 = Vector512.Create(tables[64..128]);
        Vector512<byte> order = Vector512.Create(tables[128..]);
        Vector512<sbyte> toPairs = Vector512.Create(0x01400140).AsSByte();
        Vector512<short> toGroups = Vector512.Create(0x00011000).AsInt16();
        ref byte line = ref MemoryMarshal.GetReference(text);
        ref byte target = ref MemoryMarshal.GetReference(bytes);
        int last = lineLength - Vector512<byte>.Count;
        for (int lines = 0; lines < most; lines++)
        {
            Vector512<byte> wrong = Vector512<byte>.Zero;
            for (int at = 0; ; at = Math.Min(at + Vector512<byte>.Count, last))
            {
                Vector512<byte> characters = Vector512.LoadUnsafe(ref line, (nuint)at);
                Vector512<byte> sixBits = Avx512Vbmi.PermuteVar64x8x2(sixBitsBelow64, characters, sixBitsFrom64);
                wrong |= characters | sixBits;
                Vector512<int> groups = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(sixBits, toPairs), toGroups);
                Avx512Vbmi.PermuteVar64x8(groups.AsByte(), order).StoreUnsafe(ref target, (nuint)(at / 4 * 3));
                if (at == last)
                {
                    break;
                }
            }

            if (wrong.ExtractMostSignificantBits() != 0 || !IsLineEnd(ref Unsafe.Add(ref line, lineLength), lineEndLength))
            {
                return lines;
            }

            line = ref Unsafe.Add(ref line, lineLength + lineEndLength);
            target = ref Unsafe.Add(ref target, BytesOf(lineLength));
        }

        return most;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DecodeWithAvx2(ReadOnlySpan<byte> text, int lineLength, int lineEndLength, Span<byte> bytes, int most)
    {
        ref byte line = ref MemoryMarshal.GetReference(text);
        ref byte target = ref MemoryMarshal.GetReference(bytes);
        int last = lineLength - Vector256<byte>.Count;
        for (int lines = 0; lines < most; lines++)
        {
            Vector256<byte> wrong = Vector256<byte>.Zero;
            for (int at = 0; ; at = Math.Min(at + Vector256<byte>.Count, last))
            {
                Decode(Vector256.LoadUnsafe(ref line, (nuint)at), ref wrong).StoreUnsafe(ref target, (nuint)(at / 4 * 3));
                if (at == last)
                {
                    break;
                }
            }

            if (wrong != Vector256<byte>.Zero || !IsLineEnd(ref Unsafe.Add(ref line, lineLength), lineEndLength))
            {
                return lines;
            }

            line = ref Unsafe.Add(ref line, lineLength + lineEndLength);
            target = ref Unsafe.Add(ref target, BytesOf(lineLength));
        }

        return most;
    }

    // Both nibbles of a character say by a bit of their own in which rows and columns of ASCII it cannot be; a common bit is an error.
    // Its upper nibble then says what to add to get its six bits ('/' needs a row of its own), and two multiplications pack them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Decode(Vector256<byte> characters, ref Vector256<byte> wrong)
    {
        Vector256<byte> rows = Vector256.Create(
            (byte)0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10,
            0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
        Vector256<byte> columns = Vector256.Create(
            (byte)0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A,
            0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A);
        Vector256<sbyte> shifts = Vector256.Create(
            (sbyte)0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
        Vector256<sbyte> order = Vector256.Create(
            (sbyte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
        Vector256<byte> slash = Vector256.Create((byte)'/');
        Vector256<byte> upper = (characters.AsInt32() >>> 4).AsByte() & slash;
        wrong |= Avx2.Shuffle(rows, upper) & Avx2.Shuffle(columns, characters & slash);
        Vector256<byte> sixBits = characters + Avx2.Shuffle(shifts.AsByte(), Vector256.Equals(characters, slash) + upper);
        Vector256<short> pairs = Avx2.MultiplyAddAdjacent(sixBits, Vector256.Create(0x01400140).AsSByte());
        Vector256<int> groups = Avx2.MultiplyAddAdjacent(pairs, Vector256.Create(0x00011000).AsInt16());
        return Avx2.PermuteVar8x32(Avx2.Shuffle(groups.AsByte(), order.AsByte()).AsInt32(), Vector256.Create(0, 1, 2, 4, 5, 6, 7, 7)).AsByte();
    }

    private static int DecodeWithPlatform(ReadOnlySpan<byte> text, int lineLength, int lineEndLength, Span<byte> bytes, int most)
    {
        for (int lines = 0; lines < most; lines++)
        {
            ReadOnlySpan<byte> line = text.Slice(lines * (lineLength + lineEndLength), lineLength + lineEndLength);
            OperationStatus status = Base64.DecodeFromUtf8(line[..lineLength], bytes[(lines * BytesOf(lineLength))..], out int consumed, out int written, isFinalBlock: false);
            if (status != OperationStatus.Done || consumed != lineLength || written != BytesOf(lineLength)
                || !IsLineEnd(ref MemoryMarshal.GetReference(line[lineLength..]), lineEndLength))
            {
                return lines;
            }
        }

        return most;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLineEnd(ref byte lineEnd, int length) => length == 1
        ? lineEnd == (byte)'\n'
        : lineEnd == (byte)'\r' && Unsafe.Add(ref lineEnd, 1) == (byte)'\n';
}
