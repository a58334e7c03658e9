using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cps.Smime.Mime;

/// <summary>Gives the bytes of a text as they are, or with a carriage return before every line feed that has none (RFC 8551 section 3.1.1).</summary>
internal static class CanonicalLines
{
    /// <summary>Takes some bytes.</summary>
    public delegate void Taker(ReadOnlySpan<byte> bytes);

    /// <summary>Passes a stream on.</summary>
    /// <param name="text">Read to its end.</param>
    /// <param name="take">Gets the bytes, in order.</param>
    /// <param name="canonical">Whether carriage returns are put in.</param>
    /// <returns>Whether the text has bare line feeds.</returns>
    public static bool Pass(Stream text, Taker take, bool canonical)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            bool bare = false;
            byte last = 0;
            int count;
            while ((count = text.Read(buffer)) > 0)
            {
                ReadOnlySpan<byte> chunk = buffer.AsSpan(0, count);
                bool bareInChunk = HasBareLineFeed(chunk, last);
                bare |= bareInChunk;
                if (bareInChunk && canonical)
                {
                    TakeCanonical(chunk, last, take);
                }
                else
                {
                    take(chunk);
                }

                last = chunk[^1];
            }

            return bare;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a line feed follows something else than a carriage return.</summary>
    /// <param name="chunk">Not empty.</param>
    /// <param name="before">The byte before the chunk.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool HasBareLineFeed(ReadOnlySpan<byte> chunk, byte before)
    {
        if (chunk[0] == (byte)'\n' && before != (byte)'\r')
        {
            return true;
        }

        // Each byte beside the one before it, many at a time.
        ReadOnlySpan<byte> previous = chunk[..^1];
        ReadOnlySpan<byte> current = chunk[1..];
        int vectors = current.Length / Vector<byte>.Count;
        ReadOnlySpan<Vector<byte>> previousVectors = MemoryMarshal.Cast<byte, Vector<byte>>(previous)[..vectors];
        ReadOnlySpan<Vector<byte>> currentVectors = MemoryMarshal.Cast<byte, Vector<byte>>(current)[..vectors];
        Vector<byte> lineFeed = new((byte)'\n');
        Vector<byte> carriageReturn = new((byte)'\r');
        Vector<byte> bare = Vector<byte>.Zero;
        for (int i = 0; i < currentVectors.Length; i++)
        {
            bare |= Vector.AndNot(Vector.Equals(currentVectors[i], lineFeed), Vector.Equals(previousVectors[i], carriageReturn));
        }

        if (bare != Vector<byte>.Zero)
        {
            return true;
        }

        for (int i = vectors * Vector<byte>.Count; i < current.Length; i++)
        {
            if (current[i] == (byte)'\n' && previous[i] != (byte)'\r')
            {
                return true;
            }
        }

        return false;
    }

    private static void TakeCanonical(ReadOnlySpan<byte> chunk, byte before, Taker take)
    {
        int taken = 0;
        int lineFeed;
        for (int from = 0; (lineFeed = chunk[from..].IndexOf((byte)'\n')) >= 0; from += lineFeed + 1)
        {
            int at = from + lineFeed;
            if ((at == 0 ? before : chunk[at - 1]) != (byte)'\r')
            {
                take(chunk[taken..at]);
                take("\r"u8);
                taken = at;
            }
        }

        take(chunk[taken..]);
    }
}
