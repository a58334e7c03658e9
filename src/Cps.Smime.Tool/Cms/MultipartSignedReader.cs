using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Cms;

/// <summary>Takes a multipart/signed (RFC 1847 section 2.1) apart: the bytes that were signed as they came, and the signature.</summary>
internal static class MultipartSignedReader
{
    private const int MaximumSignatureLength = 16 * 1024 * 1024;
    private const int LongestBoundary = 70;

    /// <summary>Reads to the closing boundary.</summary>
    /// <param name="body">What follows the header.</param>
    /// <param name="boundary">The boundary parameter.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The first part, which the caller disposes, and the second one with its header.</returns>
    public static async Task<(ContentSpool Content, byte[] Signature)> ReadAsync(Stream body, string? boundary, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
        {
            throw Malformed("the signed message has no usable boundary");
        }

        byte[] delimiter = Encoding.Latin1.GetBytes("--" + boundary);
        LineChunks lines = new(body);
        ContentSpool content = new();
        try
        {
            await TakePartAsync(lines, delimiter, isClosing: false, _ => { }, cancellationToken);
            await TakePartAsync(lines, delimiter, isClosing: false, content.Write, cancellationToken);
            content.Complete();
            using MemoryStream signature = new();
            await TakePartAsync(lines, delimiter, isClosing: true, bytes => Append(signature, bytes), cancellationToken);
            return (content, signature.ToArray());
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private static void Append(MemoryStream signature, ReadOnlySpan<byte> bytes)
    {
        signature.Write(bytes);
        if (signature.Length > MaximumSignatureLength)
        {
            throw new CpsException(CpsErrorCode.LimitExceeded, $"the signature is larger than {MaximumSignatureLength} bytes");
        }
    }

    // Up to the next delimiter line. The line end before that belongs to it (RFC 2046 section 5.1.1), so each is held back until the next piece.
    private static async Task TakePartAsync(LineChunks lines, byte[] delimiter, bool isClosing, SpanTaker take, CancellationToken cancellationToken)
    {
        byte[] held = [];
        while (true)
        {
            bool isAtLineStart = lines.IsAtLineStart;
            ReadOnlyMemory<byte> piece = await lines.NextAsync(cancellationToken);
            if (piece.IsEmpty)
            {
                throw Malformed("the signed message ends before its closing boundary");
            }

            if (isAtLineStart && piece.Span.StartsWith(delimiter) && Closes(piece.Span[delimiter.Length..]) is { } closes)
            {
                if (closes != isClosing)
                {
                    throw Malformed("the signed message has not two parts");
                }

                return;
            }

            if (held is [(byte)'\r'] && piece.Span is [(byte)'\n'])
            {
                // A line end that a very long line was cut in.
                held = [(byte)'\r', (byte)'\n'];
                continue;
            }

            take(held);
            int end = piece.Length;
            end -= end > 0 && piece.Span[end - 1] == (byte)'\n' ? 1 : 0;
            end -= end > 0 && piece.Span[end - 1] == (byte)'\r' ? 1 : 0;
            take(piece.Span[..end]);
            held = piece.Span[end..].ToArray();
        }
    }

    // Whether it is the closing delimiter; null when the line only begins like one.
    private static bool? Closes(ReadOnlySpan<byte> rest)
    {
        bool closes = rest.StartsWith("--"u8);
        return (closes ? rest[2..] : rest).ContainsAnyExcept(" \t\r\n"u8) ? null : closes;
    }

    private static CpsException Malformed(string what) => new(CpsErrorCode.Malformed, what, advice: "The message was cut or altered on its way; ask for it again");
}
