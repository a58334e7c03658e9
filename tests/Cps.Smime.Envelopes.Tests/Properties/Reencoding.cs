using Cps.Smime.Certificates;
using Cps.Smime.Fuzz;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// The same message in another form of BER (X.690 section 8), as any other writer might have made it: definite and indefinite lengths,
/// lengths in more octets than they need, octet strings in segments cut anywhere. What is signed as DER (certificates, signed attributes)
/// or compared octet by octet (issuers' names, the NULL of algorithms without parameters) stays as it is.
/// </summary>
internal static class Reencoding
{
    private const int LongestLength = 8;

    private static readonly byte[] s_pkcs9 = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09];

    /// <param name="message">A message.</param>
    /// <param name="certificates">Whose encodings and issuers' names stay.</param>
    /// <param name="seed">Of chance.</param>
    public static byte[] Of(byte[] message, IEnumerable<Certificate> certificates, int seed)
    {
        HashSet<string> kept = [.. certificates.SelectMany(c => new[] { c.Encoded, c.Issuer.Encoded }).Select(e => Convert.ToHexString(e.Span))];
        List<BerNode> roots = BerNode.Parse(message);
        Random random = new(seed);
        foreach (BerNode root in roots)
        {
            Reencode(root, kept, random);
        }

        return BerNode.Encode(roots);
    }

    private static void Reencode(BerNode node, HashSet<string> kept, Random random)
    {
        if (node.Children is { } children)
        {
            if (IsSignedAttributes(node) || kept.Contains(Convert.ToHexString(BerNode.Encode([node]))))
            {
                return;
            }

            if (node.Tag is [0x24] or [0xA0] && children.Count > 0 && children.All(c => c.Tag is [0x04]) && random.Next(2) == 0)
            {
                // Segments joined and cut elsewhere. [0] is EXPLICIT around one OCTET STRING too, where this is not the same.
                if (node.Tag is [0x24] || children.Count > 1)
                {
                    node.Children = Segments([.. children.SelectMany(c => c.Value!)], random);
                }
            }

            foreach (BerNode child in node.Children!)
            {
                Reencode(child, kept, random);
            }

            node.Indefinite = random.Next(2) == 0;
        }
        else if (node.Tag is [0x04] && random.Next(3) == 0)
        {
            node.Tag = [0x24];
            node.Children = Segments(node.Value!, random);
            node.Value = null;
            node.Indefinite = random.Next(2) == 0;
        }

        node.LengthOctets = node.Indefinite || node.Tag is [0x05] || random.Next(3) > 0 ? 0 : random.Next(1, LongestLength);
    }

    private static List<BerNode> Segments(byte[] octets, Random random)
    {
        List<BerNode> segments = [];
        for (int start = 0; start < octets.Length || (segments.Count == 0 && random.Next(2) == 0);)
        {
            int count = Math.Min(octets.Length - start, random.Next(4) == 0 ? random.Next(3) : random.Next(1, 1 + Math.Max(40, octets.Length / 3)));
            segments.Add(new BerNode { Tag = [0x04], Value = octets[start..(start + count)], LengthOctets = random.Next(4) == 0 ? random.Next(1, LongestLength) : 0 });
            start += count;
        }

        return segments;
    }

    // [0] around attributes of PKCS #9.
    private static bool IsSignedAttributes(BerNode node) =>
        node.Tag is [0xA0] && node.Children is [{ Children: [{ Tag: [0x06], Value: { } oid }, ..] }, ..] && oid.AsSpan().StartsWith(s_pkcs9);
}
