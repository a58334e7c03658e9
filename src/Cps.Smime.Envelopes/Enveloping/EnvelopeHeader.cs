using System.Buffers;
using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Writes everything of an envelope that stands before its content, in BER of indefinite length, and what ends the envelope.</summary>
internal static class EnvelopeHeader
{
    private static readonly Asn1Tag s_explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_constructedOctets = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The ends of the content and of EncryptedContentInfo.</summary>
    public static ReadOnlyMemory<byte> ContentEnd { get; } = new byte[4];

    /// <summary>The ends of the envelope, of [0] and of ContentInfo.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[6];

    /// <param name="authenticated">Whether it is an AuthEnvelopedData.</param>
    /// <param name="version">The version.</param>
    /// <param name="originator">OriginatorInfo as it is encoded, or empty.</param>
    /// <param name="recipients">Writes the members of RecipientInfos.</param>
    /// <param name="contentType">The type of the content.</param>
    /// <param name="encryption">The content encryption.</param>
    public static byte[] Write(
        bool authenticated, int version, ReadOnlySpan<byte> originator, Action<AsnWriter> recipients, string contentType, AlgorithmIdentifier encryption)
    {
        ArrayBufferWriter<byte> header = new(1024);
        Open(header, Asn1Tag.Sequence);
        AsnWriter writer = new(AsnEncodingRules.BER);
        writer.WriteObjectIdentifier(authenticated ? CmsOids.AuthEnvelopedData : CmsOids.EnvelopedData);
        Append(header, writer);
        Open(header, s_explicit0);
        Open(header, Asn1Tag.Sequence);
        writer.WriteInteger(version);
        Append(header, writer);
        header.Write(originator);
        using (writer.PushSetOf())
        {
            recipients(writer);
        }

        Append(header, writer);
        Open(header, Asn1Tag.Sequence);
        writer.WriteObjectIdentifier(contentType);
        encryption.Write(writer);
        Append(header, writer);
        Open(header, s_constructedOctets);
        return header.WrittenSpan.ToArray();
    }

    private static void Open(ArrayBufferWriter<byte> header, Asn1Tag tag)
    {
        Span<byte> destination = header.GetSpan(8);
        int length = tag.Encode(destination);
        destination[length] = 0x80;
        header.Advance(length + 1);
    }

    private static void Append(ArrayBufferWriter<byte> header, AsnWriter writer)
    {
        header.Write(writer.Encode());
        writer.Reset();
    }
}
