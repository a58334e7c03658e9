using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using MimeKit.Encodings;

namespace Cps.Smime.Mime;

/// <summary>
/// Decodes base64 as it is read. White space is passed over; anything else that is not base64 is an error, because skipping it, as some
/// decoders do, lets two programs read two messages. What follows the padding must be white space. An attachment may be read in the
/// tolerant way of RFC 2045 section 6.8: from the first thing that is not base64, MimeKit's decoder goes on. Lines that are all alike, which
/// is nearly all of every message, go through <see cref="Base64Run"/>; whatever is not alike is looked at character by character. Not for
/// several threads.
/// </summary>
internal sealed class Base64DecodingStream(Stream source, bool tolerant = false) : PullStream
{
    private const int TextLength = 64 * 1024;
    private const int DecodedLength = TextLength / 4 * 3;

    private static readonly SearchValues<byte> s_whiteSpace = SearchValues.Create(" \t\r\n"u8);

    // Text as it came, beginning with what the last call left of a line; the same without white space, beginning with what the last call left of a group; and its bytes.
    private byte[] _text = ArrayPool<byte>.Shared.Rent(TextLength);
    private byte[] _characters = ArrayPool<byte>.Shared.Rent(TextLength + 8);
    private byte[]? _decoded;
    private int _textKept;
    private int _kept;
    private int _lineLength = 76;
    private int _decodedStart;
    private int _decodedEnd;
    private bool _ended;
    private Base64Decoder? _tolerantDecoder;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int taken = Take(buffer.Span);
        while (taken == 0 && !_ended && !buffer.IsEmpty)
        {
            int count = await source.ReadAsync(_text.AsMemory(_textKept, TextLength - _textKept), cancellationToken).ConfigureAwait(false);
            taken = Decode(count, buffer.Span);
        }

        return taken;
    }

    public override int Read(Span<byte> buffer)
    {
        int taken = Take(buffer);
        while (taken == 0 && !_ended && !buffer.IsEmpty)
        {
            taken = Decode(source.Read(_text.AsSpan(_textKept, TextLength - _textKept)), buffer);
        }

        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (byte[]? buffer in (ReadOnlySpan<byte[]?>)[_text, _characters, _decoded])
        {
            if (buffer is { Length: > 0 })
            {
                CryptographicOperations.ZeroMemory(buffer);
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        (_text, _characters, _decoded) = ([], [], null);
        (_ended, _decodedStart, _decodedEnd) = (true, 0, 0);
        base.Dispose(disposing);
    }

    // Straight into the caller's buffer when that holds whatever may come out.
    private int Decode(int count, Span<byte> buffer)
    {
        _ended = count == 0;
        ReadOnlySpan<byte> text = _text.AsSpan(0, _textKept + count);
        _textKept = 0;
        if (buffer.Length >= DecodedLength + 8)
        {
            return DecodeText(text, buffer);
        }

        _decoded ??= ArrayPool<byte>.Shared.Rent(DecodedLength + 8);
        (_decodedStart, _decodedEnd) = (0, DecodeText(text, _decoded));
        return Take(buffer);
    }

    private int DecodeText(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        int written = DecodeRuns(ref text, bytes);
        return text.IsEmpty && !_ended ? written : written + DecodeCharacters(text, bytes[written..]);
    }

    // Line after line as long as they are whole; the beginning of the next one is kept for the next call.
    private int DecodeRuns(ref ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        int written = 0;
        int lineEnd;
        while (_kept == 0 && _tolerantDecoder is null && (lineEnd = text.IndexOf((byte)'\n')) > 0)
        {
            int lineEndLength = text[lineEnd - 1] == (byte)'\r' ? 2 : 1;
            int lineLength = lineEnd + 1 - lineEndLength;
            int lines = Base64Run.Takes(lineLength) ? Base64Run.Decode(text, lineLength, lineEndLength, bytes[written..]) : 0;
            if (lines == 0)
            {
                return written;
            }

            written += lines * Base64Run.BytesOf(lineLength);
            text = text[(lines * (lineLength + lineEndLength))..];
        }

        if (written > 0 && !_ended && text.Length < TextLength / 2)
        {
            text.CopyTo(_text);
            _textKept = text.Length;
            text = [];
        }

        return written;
    }

    private int DecodeCharacters(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        Span<byte> characters = _characters.AsSpan(_kept);
        if (_tolerantDecoder is null
            && (TryDecode(_kept + RemoveLineEnds(text, characters), bytes, out int written)
                || TryDecode(_kept + RemoveWhiteSpace(text, characters), bytes, out written)))
        {
            return written;
        }

        int length = _kept + RemoveWhiteSpace(text, characters);
        _tolerantDecoder ??= tolerant ? new Base64Decoder()
            : throw new MailException(CpsErrorCode.Malformed, "the message's base64 is damaged", advice: "The message was cut or altered on its way; ask for it again.");
        byte[] output = new byte[_tolerantDecoder.EstimateOutputLength(length)];
        written = _tolerantDecoder.Decode(_characters, 0, length, output);
        output.AsSpan(0, written).CopyTo(bytes);
        _kept = 0;
        return written;
    }

    // Only the last group may be padded, and which is the last is known at the end.
    private bool TryDecode(int length, Span<byte> bytes, out int written)
    {
        ReadOnlySpan<byte> characters = _characters.AsSpan(0, length);
        int groups = _ended ? length : Math.Max(0, (length - 1) / 4 * 4);
        ReadOnlySpan<byte> rest = characters[groups..];

        // White space that is left shows by what it decodes to: it counts for nothing and shifts the groups.
        if (Base64.DecodeFromUtf8(characters[..groups], bytes, out int consumed, out written, isFinalBlock: _ended) != OperationStatus.Done
            || consumed != groups || (!_ended && written != groups / 4 * 3) || rest.ContainsAny(s_whiteSpace))
        {
            return false;
        }

        rest.CopyTo(_characters);
        _kept = rest.Length;
        return true;
    }

    // Lines are mostly of one length, so a line end is looked for where it should be. What else there is shows when it is decoded.
    private int RemoveLineEnds(ReadOnlySpan<byte> text, Span<byte> characters)
    {
        int written = 0;
        for (bool first = true; !text.IsEmpty; first = false)
        {
            int length = _lineLength;
            if (length >= text.Length || text[length] is not ((byte)'\r' or (byte)'\n'))
            {
                length = text.IndexOfAny((byte)'\r', (byte)'\n');
                length = length < 0 ? text.Length : length;

                // The first line may be the rest of one, and tells nothing.
                _lineLength = first || length == 0 ? _lineLength : length;
            }

            text[..length].CopyTo(characters[written..]);
            written += length;
            text = SkipWhiteSpace(text[length..]);
        }

        return written;
    }

    private static int RemoveWhiteSpace(ReadOnlySpan<byte> text, Span<byte> characters)
    {
        int written = 0;
        while (!text.IsEmpty)
        {
            int length = text.IndexOfAny(s_whiteSpace);
            length = length < 0 ? text.Length : length;
            text[..length].CopyTo(characters[written..]);
            written += length;
            text = SkipWhiteSpace(text[length..]);
        }

        return written;
    }

    private static ReadOnlySpan<byte> SkipWhiteSpace(ReadOnlySpan<byte> text)
    {
        while (text is [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..])
        {
            text = text[1..];
        }

        return text;
    }

    private int Take(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _decodedEnd - _decodedStart);
        _decoded.AsSpan(_decodedStart, count).CopyTo(buffer);
        _decodedStart += count;
        return count;
    }
}
