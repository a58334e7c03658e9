using System.Security.Cryptography;

namespace Cps.Smime.Mime;

/// <summary>
/// Cuts what comes in blocks of any length at line ends, without copying more than the line that lies across two of them. A line too long
/// to be held is given in pieces. Not for several threads.
/// </summary>
internal sealed class LineCutter(LineCutter.Taker take)
{
    private const int LongestHeldLine = 64 * 1024;

    private byte[] _held = [];
    private int _heldLength;
    private bool _startsLine = true;

    /// <summary>Takes whole lines, or a piece of a long one, or what follows the last line end.</summary>
    /// <param name="lines">Not empty.</param>
    /// <param name="startsLine">Whether the first byte begins a line.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    public delegate void Taker(ReadOnlySpan<byte> lines, bool startsLine, bool isLast);

    /// <summary>Takes some bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_heldLength > 0)
        {
            int lineEnd = bytes.IndexOf((byte)'\n') + 1;
            Hold(lineEnd > 0 ? bytes[..lineEnd] : bytes);
            if (lineEnd == 0 && _heldLength <= LongestHeldLine)
            {
                return;
            }

            Give(_held.AsSpan(0, _heldLength));
            bytes = lineEnd > 0 ? bytes[lineEnd..] : [];
            _heldLength = 0;
        }

        int whole = bytes.LastIndexOf((byte)'\n') + 1;
        if (whole > 0)
        {
            Give(bytes[..whole]);
        }

        Hold(bytes[whole..]);
    }

    /// <summary>Gives what is left, and forgets it.</summary>
    public void Complete()
    {
        if (_heldLength > 0)
        {
            take(_held.AsSpan(0, _heldLength), _startsLine, isLast: true);
        }

        CryptographicOperations.ZeroMemory(_held);
        _heldLength = 0;
    }

    private void Give(ReadOnlySpan<byte> lines)
    {
        take(lines, _startsLine, isLast: false);
        _startsLine = lines[^1] == (byte)'\n';
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        int needed = _heldLength + bytes.Length;
        if (needed > _held.Length)
        {
            byte[] larger = new byte[Math.Max(256, needed * 2)];
            _held.AsSpan(0, _heldLength).CopyTo(larger);
            CryptographicOperations.ZeroMemory(_held);
            _held = larger;
        }

        bytes.CopyTo(_held.AsSpan(_heldLength));
        _heldLength = needed;
    }
}
