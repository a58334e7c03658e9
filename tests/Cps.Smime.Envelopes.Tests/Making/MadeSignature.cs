using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>
/// A SignedData put together field by field (RFC 5652 section 5) and really signed, so that what is wrong with it is only what the test
/// made wrong. The default is a right one: opaque, SHA-256, RSA PKCS#1 v1.5, the four usual attributes.
/// </summary>
internal sealed record MadeSignature
{
    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public byte[] Content { get; init; } = "Compte rendu signé."u8.ToArray();

    public bool Detached { get; init; }

    public string ContentType { get; init; } = CmsOids.Data;

    public IReadOnlyList<AlgorithmIdentifier> DigestAlgorithms { get; init; } = [AlgorithmIdentifier.WithoutParameters(CmsOids.Sha256)];

    public IReadOnlyList<Certificate> Certificates { get; init; } = [People.Signer.Certificate];

    /// <summary>The encoded SignerInfos; null for one by <see cref="Signer"/>.</summary>
    public IReadOnlyList<byte[]>? Signers { get; init; }

    public MadeSigner Signer { get; init; } = new();

    public byte[] Encode()
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.SignedData);
            using (writer.PushSequence(s_context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    foreach (AlgorithmIdentifier algorithm in DigestAlgorithms)
                    {
                        algorithm.Write(writer);
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(ContentType);
                    if (!Detached)
                    {
                        using (writer.PushSequence(s_context0))
                        {
                            writer.WriteOctetString(Content);
                        }
                    }
                }

                using (writer.PushSetOf(s_context0))
                {
                    foreach (Certificate certificate in Certificates)
                    {
                        writer.WriteEncodedValue(certificate.Encoded.Span);
                    }
                }

                using (writer.PushSetOf())
                {
                    foreach (byte[] signer in Signers ?? [Signer.Encode(Content)])
                    {
                        writer.WriteEncodedValue(signer);
                    }
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>The problems that verifying this message finds, for its one signer.</summary>
    public async Task<IReadOnlyList<SignatureProblem>> ProblemsAsync() => Assert.Single(await Messages.VerifyAsync(Encode(), Content)).Problems;
}
