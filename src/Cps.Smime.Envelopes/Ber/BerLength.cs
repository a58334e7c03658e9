namespace Cps.Smime.Envelopes;

/// <summary>Length octets (X.690 section 8.1.3).</summary>
internal static class BerLength
{
    /// <summary>Writes a length in its shortest form, or the indefinite form for a negative one.</summary>
    /// <returns>How many octets were written.</returns>
    public static int Write(Span<byte> destination, long length)
    {
        if (length < 0)
        {
            destination[0] = 0x80;
            return 1;
        }

        if (length < 0x80)
        {
            destination[0] = (byte)length;
            return 1;
        }

        int count = 1;
        while (count < 8 && length >> (8 * count) != 0)
        {
            count++;
        }

        destination[0] = (byte)(0x80 | count);
        for (int i = 0; i < count; i++)
        {
            destination[1 + i] = (byte)(length >> (8 * (count - 1 - i)));
        }

        return count + 1;
    }
}
