using System.Formats.Asn1;
using System.Numerics;

namespace Cps.Smime.Fuzz;

/// <summary>Damage that knows BER: elements are deleted, doubled, exchanged, grown, nested, renamed, and lengths lie.</summary>
internal static class TreeMutator
{
    /// <summary>The length at which a damaged message is cut off.</summary>
    public const int LargestCase = 200_000;

    private static readonly string[] s_oids =
    [
        "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.3", "1.2.840.113549.1.7.5", "1.2.840.113549.1.7.6",
        "1.2.840.113549.1.9.16.1.9", "1.2.840.113549.1.9.16.1.23", "1.2.840.113549.1.9.16.3.8", "1.2.840.113549.1.9.16.3.18", "1.2.840.113549.1.9.16.3.31",
        "2.16.840.1.101.3.4.1.2", "2.16.840.1.101.3.4.1.6", "2.16.840.1.101.3.4.1.7", "2.16.840.1.101.3.4.1.41", "2.16.840.1.101.3.4.1.42", "2.16.840.1.101.3.4.1.43",
        "2.16.840.1.101.3.4.1.44", "2.16.840.1.101.3.4.1.45", "2.16.840.1.101.3.4.1.46", "2.16.840.1.101.3.4.1.47", "2.16.840.1.101.3.4.1.5",
        "1.2.840.113549.3.7", "1.2.840.113549.3.2", "1.3.14.3.2.7", "1.2.840.113549.3.4", "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.7", "1.2.840.113549.1.1.8",
        "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.5", "1.2.840.10045.2.1", "1.2.840.10045.4.3.2", "1.2.840.10045.3.1.7", "1.3.132.0.35",
        "1.3.132.1.11.1", "1.3.132.1.11.3", "1.3.132.1.14.1", "1.3.133.16.840.63.0.2", "1.2.840.113549.1.9.16.3.19", "1.3.101.110", "1.3.101.112",
        "1.2.840.113549.2.5", "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5",
        "1.2.840.113549.1.9.6", "1.2.840.113549.1.9.15", "1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.52", "1.2.840.113549.1.5.12", "1.2.840.113549.1.9.16.3.9",
        "1.2.840.113549.1.9.16.13.3", "2.16.840.1.101.3.4.4.1", "2.16.840.1.101.3.4.4.2", "1.2.840.113549.1.9.16.3.28", "1.2.3.4", "2.999.9999999999999999999999",
    ];

    private static readonly byte[] s_tags = [0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x17, 0x18, 0x24, 0x30, 0x31, 0x80, 0x81, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0x00, 0x1F, 0x3F];

    private static readonly byte[] s_nests = [0x30, 0x31, 0x24, 0xA0, 0xA1];

    private static readonly long[] s_lies = [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x3FFFFFFFFFFFFFFF, 0x7FFFFFFFFFFFFFFF];

    private static readonly BigInteger[] s_integers =
        [-1, 0, 1, 2, 3, 4, 5, 16, 127, 128, 255, 256, 2000, 2001, int.MaxValue, 1L << 31, 1L << 32, long.MaxValue, BigInteger.One << 63, BigInteger.One << 64, BigInteger.One << 2000];

    /// <summary>One to five changes to an encoding.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="other">Another message, of which elements may be taken.</param>
    /// <param name="random">Chance.</param>
    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        List<BerNode> roots = BerNode.Parse(bytes);
        for (int changes = 1 + random.Next(random.Next(1, 5)); changes > 0; changes--)
        {
            List<(List<BerNode> Siblings, int Index)> all = BerNode.All(roots);
            if (all.Count > 0)
            {
                (List<BerNode> siblings, int index) = all[random.Next(all.Count)];
                Change(siblings, index, all, other, random);
            }
        }

        byte[] result = BerNode.Encode(roots);
        return Cut(result);
    }

    public static byte[] Cut(byte[] message) => message.Length <= LargestCase ? message : message[..LargestCase];

    private static void Change(List<BerNode> siblings, int index, List<(List<BerNode> Siblings, int Index)> all, byte[] other, Random random)
    {
        BerNode node = siblings[index];
        switch (random.Next(15))
        {
            case 0:
                siblings.RemoveAt(index);
                break;
            case 1:
                siblings.Insert(index, node.Copy());
                break;
            case 2:
                int most = LargestCase / (1 + BerNode.Encode([node]).Length);
                int copies = random.Next(8) == 0 ? random.Next(2, 1500) : random.Next(2, 20);
                siblings.InsertRange(index, Enumerable.Range(0, Math.Min(copies, most)).Select(_ => node.Copy()));
                break;
            case 3:
                int with = random.Next(siblings.Count);
                (siblings[index], siblings[with]) = (siblings[with], siblings[index]);
                break;
            case 4:
                (List<BerNode> elsewhere, int there) = all[random.Next(all.Count)];
                siblings[index] = elsewhere[there].Copy();
                break;
            case 5:
                List<(List<BerNode> Siblings, int Index)> foreign = BerNode.All(BerNode.Parse(other));
                if (foreign.Count > 0)
                {
                    (List<BerNode> from, int at) = foreign[random.Next(foreign.Count)];
                    siblings.Insert(random.Next(siblings.Count + 1), from[at]);
                }

                break;
            case 6:
                node.Tag = [s_tags[random.Next(s_tags.Length)]];
                break;
            case 7:
                Reencode(node, random);
                break;
            case 8:
                node.Lie = random.Next(3) == 0 ? Math.Max(0, (node.Value?.Length ?? 0) + random.Next(-3, 4)) : s_lies[random.Next(s_lies.Length)];
                break;
            case 9:
                siblings[index] = Nested(
                    node, s_nests[random.Next(s_nests.Length)], random.Next(6) == 0 ? random.Next(100, 3000) : random.Next(1, 40), indefinite: random.Next(2) == 0);
                break;
            default:
                ChangeValue(node, random);
                break;
        }
    }

    // The same meaning in another form of BER, where there is one.
    private static void Reencode(BerNode node, Random random)
    {
        if (node.Children is not null && random.Next(2) == 0)
        {
            node.Indefinite = !node.Indefinite;
        }
        else if (node.Value is { Length: > 1 } value && (node.Tag is [0x04] or [0x80]) && random.Next(2) == 0)
        {
            int cut = random.Next(value.Length);
            node.Tag = [(byte)(node.Tag[0] | 0x20)];
            node.Children = [new BerNode { Tag = [0x04], Value = value[..cut] }, new BerNode { Tag = [0x04], Value = value[cut..] }];
            node.Value = null;
        }
        else
        {
            node.LengthOctets = random.Next(1, 12);
        }
    }

    /// <summary>An element inside others of this tag.</summary>
    public static BerNode Nested(BerNode node, byte tag, int levels, bool indefinite)
    {
        byte[] inner = BerNode.Encode([node]);

        // Encoded once, from the inside, as octets: a tree of this depth would be walked recursively.
        List<byte[]> headers = [];
        long length = inner.Length;
        for (int i = 0; i < levels; i++)
        {
            byte[] header = indefinite ? [tag, 0x80] : [tag, .. Der.Length(length)];
            headers.Add(header);
            length += header.Length + (indefinite ? 2 : 0);
        }

        headers.Reverse();
        return new BerNode { Tag = [], Value = [.. headers.SelectMany(h => h), .. inner, .. new byte[indefinite ? 2 * levels : 0]] };
    }

    private static void ChangeValue(BerNode node, Random random)
    {
        if (node.Value is not { } value)
        {
            node.Children = random.Next(2) == 0 ? [] : node.Children;
            return;
        }

        if (node.Tag is [0x06] && random.Next(3) > 0)
        {
            node.Value = Content(w => w.WriteObjectIdentifier(s_oids[random.Next(s_oids.Length)]));
        }
        else if (node.Tag is [0x02] && random.Next(3) > 0)
        {
            node.Value = Content(w => w.WriteInteger(s_integers[random.Next(s_integers.Length)]));
        }
        else
        {
            node.Value = random.Next(6) switch
            {
                0 => [],
                1 => value[..random.Next(value.Length + 1)],
                2 => [.. value, .. ByteMutator.Octets(random, random.Next(1, 40))],
                3 => [.. value, .. new byte[random.Next(4) == 0 ? random.Next(1, 70_000) : random.Next(1, 300)]],
                _ => ByteMutator.Flip(value, random),
            };
        }
    }

    private static byte[] Content(Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return BerNode.Parse(writer.Encode())[0].Value!;
    }
}
