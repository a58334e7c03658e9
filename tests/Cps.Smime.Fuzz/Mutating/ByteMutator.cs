namespace Cps.Smime.Fuzz;

/// <summary>Damage that knows nothing: bits, octets and stretches of octets.</summary>
internal static class ByteMutator
{
    private static readonly byte[] s_odd = [0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0x88, 0x89, 0xFF, 0x30, 0x31, 0x24, 0x04, 0xA0, 0x06, 0x1F, 0x20];

    public static byte[] Octets(Random random, int count)
    {
        byte[] octets = new byte[count];
        random.NextBytes(octets);
        return octets;
    }

    /// <summary>One bit or octet changed.</summary>
    public static byte[] Flip(byte[] value, Random random)
    {
        byte[] changed = [.. value];
        if (changed.Length > 0)
        {
            int at = random.Next(changed.Length);
            changed[at] = random.Next(3) switch
            {
                0 => (byte)(changed[at] ^ (1 << random.Next(8))),
                1 => s_odd[random.Next(s_odd.Length)],
                _ => (byte)random.Next(256),
            };
        }

        return changed;
    }

    public static byte[] Mutate(byte[] message, byte[] other, Random random)
    {
        List<byte> bytes = [.. message];
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            int position = random.Next(bytes.Count);
            int count = Math.Min(random.Next(1, 20), bytes.Count - position);
            switch (random.Next(7))
            {
                case 0:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[position] = s_odd[random.Next(s_odd.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(position, count);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(position, count));
                    break;
                case 4:
                    bytes.InsertRange(position, Octets(random, count));
                    break;
                case 5:
                    // The end is lost, or another message's end takes its place.
                    bytes.RemoveRange(position, bytes.Count - position);
                    if (random.Next(2) == 0)
                    {
                        bytes.AddRange(other.AsSpan(random.Next(other.Length + 1)));
                    }

                    break;
                default:
                    bytes[position] = unchecked((byte)(bytes[position] + random.Next(-2, 3)));
                    break;
            }
        }

        return [.. bytes];
    }
}
