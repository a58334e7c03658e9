using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Maps key encryption AlgorithmIdentifiers (RFC 3370, RFC 4055 section 4.1) to <see cref="KeyTransportAlgorithm"/> and back.</summary>
internal static class KeyTransportIdentifier
{
    private const int LongestLabel = 1024;

    private static readonly Asn1Tag s_hash = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_mask = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_label = new(TagClass.ContextSpecific, 2, isConstructed: true);

    /// <summary>The algorithm, or null when it is none that is read.</summary>
    public static KeyTransportAlgorithm? Read(AlgorithmIdentifier identifier) => identifier.Oid switch
    {
        CmsOids.RsaEncryption when identifier.HasNoParameters => KeyTransportAlgorithm.RsaPkcs1,
        CmsOids.RsaesOaep => ReadOaep(identifier.Parameters),
        _ => null,
    };

    public static AlgorithmIdentifier Write(KeyTransportAlgorithm algorithm)
    {
        if (algorithm.OaepDigest is not { } digest || algorithm.MgfDigest is not { } maskDigest)
        {
            return AlgorithmIdentifier.WithNull(CmsOids.RsaEncryption);
        }

        AsnWriter maskParameters = new(AsnEncodingRules.DER);
        AlgorithmIdentifier.WithNull(CmsOids.FromDigest(maskDigest)).Write(maskParameters);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(s_hash))
            {
                AlgorithmIdentifier.WithNull(CmsOids.FromDigest(digest)).Write(writer);
            }

            using (writer.PushSequence(s_mask))
            {
                new AlgorithmIdentifier(CmsOids.Mgf1, maskParameters.Encode()).Write(writer);
            }
        }

        return new AlgorithmIdentifier(CmsOids.RsaesOaep, writer.Encode());
    }

    private static KeyTransportAlgorithm? ReadOaep(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            HashAlgorithmName? hash = HashAlgorithmName.SHA1;
            HashAlgorithmName? mask = HashAlgorithmName.SHA1;
            byte[]? label = [];
            if (!parameters.IsEmpty)
            {
                AsnReader outer = new(parameters, AsnEncodingRules.BER);
                AsnReader sequence = outer.ReadSequence();
                outer.ThrowIfNotEmpty();
                if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(s_hash))
                {
                    hash = CmsOids.ToDigest(AlgorithmIdentifier.Read(sequence.ReadSequence(s_hash)).Oid);
                }

                if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(s_mask))
                {
                    AlgorithmIdentifier mgf = AlgorithmIdentifier.Read(sequence.ReadSequence(s_mask));
                    mask = mgf.Oid == CmsOids.Mgf1 ? CmsOids.ToDigest(AlgorithmIdentifier.Read(new AsnReader(mgf.Parameters, AsnEncodingRules.BER)).Oid) : null;
                }

                if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(s_label))
                {
                    AlgorithmIdentifier source = AlgorithmIdentifier.Read(sequence.ReadSequence(s_label));
                    label = source.Oid == CmsOids.PSpecified ? new AsnReader(source.Parameters, AsnEncodingRules.BER).ReadOctetString() : null;
                }

                sequence.ThrowIfNotEmpty();
            }

            return hash is null || mask is null || label is not { Length: <= LongestLabel } ? null : new KeyTransportAlgorithm(hash, mask) { Label = label };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
