using System.Buffers;
using System.Security.Cryptography;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Mime;

/// <summary>
/// Digests the signed part of a multipart/signed as it came and, where it holds bare line feeds, in canonical form too (RFC 8551 section
/// 3.1.1): a message that was saved with other line ends is the same message.
/// </summary>
internal static class SignedPartDigests
{
    public static List<ContentDigests> Compute(ContentSpool spool, long offset, long length, IReadOnlyList<HashAlgorithmName> algorithms)
    {
        ContentDigests asItCame = new(algorithms);
        bool hasBareLineFeed = Digest(spool, offset, length, asItCame, canonical: false);
        if (!hasBareLineFeed)
        {
            return [asItCame];
        }

        ContentDigests canonical = new(algorithms);
        Digest(spool, offset, length, canonical, canonical: true);
        return [asItCame, canonical];
    }

    private static bool Digest(ContentSpool spool, long offset, long length, ContentDigests digests, bool canonical)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using Stream part = spool.OpenRead(offset, length);
            bool bare = false;
            byte last = 0;
            int count;
            while ((count = part.Read(buffer)) > 0)
            {
                ReadOnlySpan<byte> chunk = buffer.AsSpan(0, count);
                int copied = 0;
                for (int i = 0; i < count;)
                {
                    int lineFeed = chunk[i..].IndexOf((byte)'\n');
                    if (lineFeed < 0)
                    {
                        break;
                    }

                    int at = i + lineFeed;
                    if ((at == 0 ? last : chunk[at - 1]) != (byte)'\r')
                    {
                        bare = true;
                        if (canonical)
                        {
                            digests.Append(chunk[copied..at]);
                            digests.Append("\r"u8);
                            copied = at;
                        }
                    }

                    i = at + 1;
                }

                digests.Append(chunk[copied..]);
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
