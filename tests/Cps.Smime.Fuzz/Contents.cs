using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Fuzz;

/// <summary>What was sealed and signed in the seeds.</summary>
internal static class Contents
{
    /// <summary>A letter as a MIME entity, which mail and bare CMS can both carry.</summary>
    public static byte[] Letter { get; } = Encoding.ASCII.GetBytes("Content-Type: text/plain; charset=utf-8\r\n\r\nCher confrere, le patient va bien.\r\n");

    /// <summary>More than one block of every stage.</summary>
    public static byte[] Long { get; } = [.. "Content-Type: text/plain\r\n\r\n"u8, .. Enumerable.Repeat("Cher confrere, le patient va bien.\r\n"u8.ToArray(), 3900).SelectMany(l => l)];

    /// <summary>What nobody signed.</summary>
    public static byte[] Forged { get; } = Encoding.ASCII.GetBytes("Content-Type: text/plain\r\n\r\nCher confrere, le patient est mort.\r\n");

    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexString(SHA256.HashData(content));
}
