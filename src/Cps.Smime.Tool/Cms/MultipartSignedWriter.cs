using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Cms;

/// <summary>
/// Writes a multipart/signed (RFC 1847, RFC 8551 section 3.5.3) around a MIME entity while that is read. The entity goes in canonical form, with
/// CRLF, and must be one that mail carries unchanged: 7 bits and no line over 998 characters (RFC 8551 section 3.1.3). Anything else is refused.
/// </summary>
internal static class MultipartSignedWriter
{
    private const int LongestLine = 998;
    private const int BufferLength = 64 * 1024;

    public static async Task WriteAsync(CmsSource entity, IReadOnlyList<ISigningKey> keys, Stream output, CancellationToken cancellationToken)
    {
        IReadOnlyList<HashAlgorithmName> algorithms = SignedDataWriter.DigestsFor(keys);
        string boundary = "=-cps-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await CmsFormWriter.WriteAsciiAsync(output, $"""
            MIME-Version: 1.0
            Content-Type: multipart/signed; protocol="application/pkcs7-signature";
             micalg="{string.Join(',', algorithms.Select(MicAlg))}"; boundary="{boundary}"

            This is a signed message in S/MIME format.

            --{boundary}

            """.ReplaceLineEndings("\r\n"), cancellationToken);
        using ContentDigests digests = new(algorithms);
        await CopyAsync(entity, digests, output, cancellationToken);
        byte[] signature = await SignedDataWriter.SignDigestsAsync(digests, keys, cancellationToken: cancellationToken);
        await CmsFormWriter.WriteAsciiAsync(output, $"""

            --{boundary}
            Content-Type: application/pkcs7-signature; name="smime.p7s"
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="smime.p7s"


            """.ReplaceLineEndings("\r\n"), cancellationToken);
        await CmsFormWriter.WriteMailBase64Async(output, signature, cancellationToken);
        await CmsFormWriter.WriteAsciiAsync(output, $"--{boundary}--\r\n", cancellationToken);
    }

    private static async Task CopyAsync(CmsSource entity, ContentDigests digests, Stream output, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferLength];
        int count = await entity.ReadAtLeastAsync(buffer, BufferLength, throwOnEndOfStream: false, cancellationToken);
        if (!BeginsEntity(buffer.AsSpan(0, count)))
        {
            throw Refused("the content is not a MIME entity", "Put its header and an empty line before it");
        }

        using MemoryStream canonical = new(2 * BufferLength);
        CanonicalLines lines = new(canonical.Write);
        int lineLength = 0;
        for (; count > 0; count = await entity.ReadAsync(buffer, cancellationToken))
        {
            lines.Append(buffer.AsSpan(0, count));
            ReadOnlyMemory<byte> text = canonical.GetBuffer().AsMemory(0, (int)canonical.Length);
            Check(text.Span, ref lineLength);
            digests.Append(text.Span);
            await output.WriteAsync(text, cancellationToken);
            canonical.SetLength(0);
        }
    }

    // A header field, or the empty line of an entity without one (RFC 2046 section 5.1).
    private static bool BeginsEntity(ReadOnlySpan<byte> text)
    {
        int colon = text.IndexOf((byte)':');
        return text is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..] || (colon > 0 && !text[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~'));
    }

    private static void Check(ReadOnlySpan<byte> text, ref int lineLength)
    {
        if (text.Contains((byte)0) || text.ContainsAnyInRange((byte)0x80, (byte)0xFF))
        {
            throw Refused("the content has bytes that mail does not carry unchanged", "Encode its parts in base64 or quoted-printable");
        }

        foreach (byte character in text)
        {
            lineLength = character == (byte)'\n' ? 0 : lineLength + 1;
            if (lineLength > LongestLine + 1)
            {
                throw Refused($"the content has a line of more than {LongestLine} characters", "Encode its parts in base64 or quoted-printable");
            }
        }
    }

    private static CpsException Refused(string what, string advice) => new(
        CpsErrorCode.Refused, what + ", so that multipart/signed cannot carry it", advice: advice + ", leave out --detached, or give --form der");

    private static string MicAlg(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA384" => "sha-384",
        "SHA512" => "sha-512",
        _ => "sha-256",
    };
}
