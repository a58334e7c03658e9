namespace Cps.Smime.Fuzz;

/// <summary>
/// One element of a BER encoding as a mutator sees it: whatever of it can be taken apart is, the rest is octets, and everything about it
/// can be made wrong before it is encoded again.
/// </summary>
internal sealed class BerNode
{
    private const int DeepestParse = 40;

    public required byte[] Tag { get; set; }

    /// <summary>The octets of a primitive element; null when it has children.</summary>
    public byte[]? Value { get; set; }

    public List<BerNode>? Children { get; set; }

    public bool Indefinite { get; set; }

    /// <summary>The length that is written in place of the true one.</summary>
    public long? Lie { get; set; }

    /// <summary>How many octets the length takes, at least; 0 for as few as it needs.</summary>
    public int LengthOctets { get; set; }

    /// <summary>Takes an encoding apart. What is no element stays as octets without a header (an empty tag).</summary>
    public static List<BerNode> Parse(ReadOnlySpan<byte> bytes)
    {
        List<BerNode> nodes = [];
        Parse(bytes, nodes, DeepestParse, insideIndefinite: false);
        return nodes;
    }

    public static byte[] Encode(IEnumerable<BerNode> nodes)
    {
        using MemoryStream target = new();
        foreach (BerNode node in nodes)
        {
            node.Write(target);
        }

        return target.ToArray();
    }

    /// <summary>Every element with the list that holds it, outer ones first.</summary>
    public static List<(List<BerNode> Siblings, int Index)> All(List<BerNode> roots)
    {
        List<(List<BerNode>, int)> all = [];
        Stack<List<BerNode>> open = new([roots]);
        while (open.TryPop(out List<BerNode>? siblings))
        {
            for (int i = 0; i < siblings.Count; i++)
            {
                all.Add((siblings, i));
                if (siblings[i].Children is { Count: > 0 } children)
                {
                    open.Push(children);
                }
            }
        }

        return all;
    }

    public BerNode Copy() => Parse(Encode([this])) is [BerNode only] ? only : new BerNode { Tag = [], Value = Encode([this]) };

    private static int Parse(ReadOnlySpan<byte> bytes, List<BerNode> nodes, int depth, bool insideIndefinite)
    {
        int position = 0;
        while (position < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[position..];
            if (insideIndefinite && rest.Length >= 2 && rest[0] == 0 && rest[1] == 0)
            {
                return position + 2;
            }

            if (!TryHeader(rest, out int tagLength, out int header, out long length) || length > rest.Length - header || depth == 0)
            {
                nodes.Add(new BerNode { Tag = [], Value = rest.ToArray() });
                return bytes.Length;
            }

            BerNode node = new() { Tag = rest[..tagLength].ToArray(), Indefinite = length < 0 };
            nodes.Add(node);
            position += header;
            if ((rest[0] & 0x20) == 0)
            {
                node.Value = bytes.Slice(position, (int)length).ToArray();
                position += (int)length;
            }
            else
            {
                node.Children = [];
                ReadOnlySpan<byte> inside = length < 0 ? bytes[position..] : bytes.Slice(position, (int)length);
                position += Parse(inside, node.Children, depth - 1, length < 0);
            }
        }

        return position;
    }

    private static bool TryHeader(ReadOnlySpan<byte> bytes, out int tagLength, out int header, out long length)
    {
        tagLength = 1;
        length = 0;
        header = 0;
        if ((bytes[0] & 0x1F) == 0x1F)
        {
            do
            {
                tagLength++;
            }
            while (tagLength < bytes.Length && tagLength < 6 && (bytes[tagLength - 1] & 0x80) != 0);
        }

        if (tagLength >= bytes.Length)
        {
            return false;
        }

        header = tagLength + 1;
        int first = bytes[tagLength];
        if (first == 0x80)
        {
            length = -1;
            return (bytes[0] & 0x20) != 0;
        }

        length = first;
        if (first > 0x80)
        {
            int count = first & 0x7F;
            if (count > 7 || header + count > bytes.Length)
            {
                return false;
            }

            length = 0;
            foreach (byte b in bytes.Slice(header, count))
            {
                length = (length << 8) | b;
            }

            header += count;
        }

        return true;
    }

    private void Write(MemoryStream target)
    {
        byte[] content = Value ?? Encode(Children ?? []);
        if (Tag.Length > 0)
        {
            target.Write(Tag);
            target.Write(Indefinite ? [0x80] : Length(Lie ?? content.Length));
        }

        target.Write(content);
        if (Indefinite && Tag.Length > 0)
        {
            target.Write([0, 0]);
        }
    }

    private byte[] Length(long length)
    {
        byte[] shortest = Der.Length(length);
        if (LengthOctets == 0 || LengthOctets < shortest.Length)
        {
            return shortest;
        }

        byte[] significant = shortest.Length == 1 ? shortest : shortest[1..];
        return [(byte)(0x80 | LengthOctets), .. new byte[LengthOctets - significant.Length], .. significant];
    }
}
