using System.Buffers.Text;
using System.Text;

namespace Cps.Smime.Fuzz;

/// <summary>Damage that knows mail: words of MIME in the wrong place, and CMS damaged inside its base64.</summary>
internal static class MailMutator
{
    private static readonly string[] s_words =
    [
        "\r\n", "\n\n", "\r", "--limite", "--limite--", "--triple\r\n", "--m--", "Content-Type: ", "boundary=", "boundary=\"\"", "\"", "=?utf-7?B?", "(", "<", "charset=utf-16", "\0", "\u00FF",
        "message/partial", "message/rfc822", "base64", "quoted-printable", "multipart/", "multipart/mixed; boundary=m", ";", "From: x@y.example\r\n", "Content-Type: multipart/signed\r\n",
        "application/pkcs7-mime", "smime-type=signed-data", "Content-Transfer-Encoding: x-uuencode\r\n", "From \r\n", "name*0*=utf-8''%00", "=\r\n", "====",
    ];

    public static byte[] Mutate(byte[] message, byte[] other, Random random)
    {
        if (random.Next(2) == 0 && TryMutateInside(message, other, random) is { } inside)
        {
            return inside;
        }

        List<byte> bytes = [.. message];
        for (int changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            int count = Math.Min(random.Next(1, 120), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, count));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(s_words[random.Next(s_words.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    // One of the stretches of base64 is decoded, damaged as BER, and encoded again.
    private static byte[]? TryMutateInside(byte[] message, byte[] other, Random random)
    {
        const int Shortest = 100;
        List<(int Start, int End)> stretches = [];
        int start = 0;
        for (int i = 0; i <= message.Length; i++)
        {
            if (i == message.Length || !(char.IsAsciiLetterOrDigit((char)message[i]) || message[i] is (byte)'+' or (byte)'/' or (byte)'=' or (byte)'\r' or (byte)'\n'))
            {
                if (i - start >= Shortest)
                {
                    stretches.Add((start, i));
                }

                start = i + 1;
            }
        }

        if (stretches.Count == 0)
        {
            return null;
        }

        (int from, int to) = stretches[random.Next(stretches.Count)];

        // A header field's last word may stand before it.
        int headerEnd = message.AsSpan(from, to - from).LastIndexOf("\r\n\r\n"u8);
        from += headerEnd >= 0 && to - from - headerEnd >= Shortest ? headerEnd + 4 : 0;
        string text = Encoding.ASCII.GetString(message, from, to - from).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        if (!Base64.IsValid(text))
        {
            return null;
        }

        byte[] damaged = TreeMutator.Mutate(Convert.FromBase64String(text), other, random);
        return [.. message.AsSpan(0, from), .. "\r\n"u8, .. Encoding.ASCII.GetBytes(Convert.ToBase64String(damaged, Base64FormattingOptions.InsertLineBreaks)), .. "\r\n"u8, .. message.AsSpan(to)];
    }
}
