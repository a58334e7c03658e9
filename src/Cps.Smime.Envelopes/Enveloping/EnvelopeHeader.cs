using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>What lies around the encrypted content of an envelope: everything before it, and what ends the envelope.</summary>
internal static class EnvelopeHeader
{
    private const int EnvelopeFrame = 2;

    /// <summary>The ends of the content and of EncryptedContentInfo, in the indefinite form.</summary>
    public static ReadOnlyMemory<byte> ContentEnd { get; } = new byte[4];

    /// <summary>The ends of the envelope, of [0] and of ContentInfo, in the indefinite form.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[6];

    /// <summary>ContentInfo, its [0], the envelope, EncryptedContentInfo and the encrypted content.</summary>
    /// <param name="authenticated">Whether it is an AuthEnvelopedData.</param>
    /// <param name="version">The version.</param>
    /// <param name="originator">OriginatorInfo as it is encoded, or empty.</param>
    /// <param name="recipients">Writes the members of RecipientInfos.</param>
    /// <param name="contentType">The type of the content.</param>
    /// <param name="encryption">The content encryption.</param>
    /// <param name="definite">Whether the lengths will be definite: then it is DER, sorted, and the content is one string.</param>
    public static IReadOnlyList<BerFrame> Frames(
        bool authenticated, int version, ReadOnlySpan<byte> originator, Action<AsnWriter> recipients, string contentType, AlgorithmIdentifier encryption, bool definite)
    {
        AsnWriter writer = new(definite ? AsnEncodingRules.DER : AsnEncodingRules.BER);
        writer.WriteObjectIdentifier(authenticated ? CmsOids.AuthEnvelopedData : CmsOids.EnvelopedData);
        byte[] type = Take(writer);
        writer.WriteInteger(version);
        byte[] beginning = Take(writer);
        using (writer.PushSetOf())
        {
            recipients(writer);
        }

        beginning = [.. beginning, .. originator, .. Take(writer)];
        writer.WriteObjectIdentifier(contentType);
        encryption.Write(writer);
        return [new BerFrame(0x30, type), new BerFrame(0xA0, []), new BerFrame(0x30, beginning), new BerFrame(0x30, Take(writer)), new BerFrame((byte)(definite ? 0x80 : 0xA0), [])];
    }

    /// <summary>The same, with what follows EncryptedContentInfo: the tag and the attributes.</summary>
    public static IReadOnlyList<BerFrame> WithTrailer(IReadOnlyList<BerFrame> frames, long length) =>
        [.. frames.Select((frame, index) => index == EnvelopeFrame ? frame with { After = length } : frame)];

    private static byte[] Take(AsnWriter writer)
    {
        byte[] encoded = writer.Encode();
        writer.Reset();
        return encoded;
    }
}
