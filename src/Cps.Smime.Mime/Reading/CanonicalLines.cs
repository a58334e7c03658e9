using System.Buffers;
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
                int taken = 0;
                int lineFeed;
                for (int from = 0; (lineFeed = chunk[from..].IndexOf((byte)'\n')) >= 0; from += lineFeed + 1)
                {
                    int at = from + lineFeed;
                    if ((at == 0 ? last : chunk[at - 1]) == (byte)'\r')
                    {
                        continue;
                    }

                    bare = true;
                    if (canonical)
                    {
                        take(chunk[taken..at]);
                        take("\r"u8);
                        taken = at;
                    }
                }

                take(chunk[taken..]);
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
}
