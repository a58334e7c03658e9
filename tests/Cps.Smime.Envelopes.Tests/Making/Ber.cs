namespace Cps.Smime.Envelopes.Tests;

/// <summary>BER by hand, right or wrong (X.690 section 8).</summary>
internal static class Ber
{
    public static byte[] Element(byte tag, params byte[][] content)
    {
        byte[] all = [.. content.SelectMany(c => c)];
        byte[] header = new byte[10];
        header[0] = tag;
        int length = 1 + BerLength.Write(header.AsSpan(1), all.Length);
        return [.. header.AsSpan(0, length), .. all];
    }

    public static byte[] Indefinite(byte tag, params byte[][] content) => [tag, 0x80, .. content.SelectMany(c => c), 0, 0];

    /// <summary>One constructed element in another, this many times, around an empty primitive one.</summary>
    /// <param name="tag">The tag of each level.</param>
    /// <param name="levels">How many.</param>
    /// <param name="form">d: definite lengths; i: indefinite; m: one and the other in turn.</param>
    /// <param name="core">What is innermost.</param>
    public static byte[] Nested(byte tag, int levels, char form, byte[] core)
    {
        // Built from the inside, backwards into one buffer.
        byte[] buffer = new byte[core.Length + (levels * 8)];
        int start = buffer.Length;
        int end = start;
        int[] closings = [.. Enumerable.Range(0, levels).Select(level => form == 'i' || (form == 'm' && level % 2 == 1) ? 2 : 0)];
        end -= closings.Sum();
        start = end - core.Length;
        core.CopyTo(buffer, start);
        Span<byte> header = stackalloc byte[10];
        for (int level = 0; level < levels; level++)
        {
            int length = 1 + BerLength.Write(header[1..], closings[level] > 0 ? -1 : end - start);
            header[0] = tag;
            start -= length;
            header[..length].CopyTo(buffer.AsSpan(start));
            end += closings[level];
        }

        return buffer[start..end];
    }
}
