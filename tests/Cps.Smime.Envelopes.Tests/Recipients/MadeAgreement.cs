using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>A KeyAgreeRecipientInfo put together field by field (RFC 5652 section 6.2.2), right unless a test makes a field wrong.</summary>
internal sealed record MadeAgreement
{
    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_context1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public required IReadOnlyList<Certificate> Certificates { get; init; }

    public required byte[] ContentKey { get; init; }

    public KeyAgreementAlgorithm Algorithm { get; init; } = KeyAgreementAlgorithm.X963Sha256;

    /// <summary>The scheme to name; null for the algorithm's.</summary>
    public string? Scheme { get; init; }

    public AlgorithmIdentifier Wrap { get; init; } = AlgorithmIdentifier.WithoutParameters(RecipientOids.Aes256Wrap);

    public byte[]? UserKeyingMaterial { get; init; }

    /// <summary>The originator's key algorithm; null for the right one.</summary>
    public AlgorithmIdentifier? OriginatorAlgorithm { get; init; }

    /// <summary>Changes the ephemeral public key.</summary>
    public Func<byte[], byte[]> AlterKey { get; init; } = key => key;

    /// <summary>Changes the wrapped content keys.</summary>
    public Func<byte[], byte[]> AlterWrap { get; init; } = wrapped => wrapped;

    /// <summary>Which of the derived keys wraps: the first, or the second where there are two.</summary>
    public int Derivation { get; init; }

    /// <summary>One info. The ephemeral key and the wraps serve the first certificate; the others are only named.</summary>
    public byte[] Encode()
    {
        AgreementCurve curve = AgreementCurve.Of(Certificates[0].PublicKey)!;
        (AlgorithmIdentifier keyAlgorithm, byte[] publicKey, byte[] secret) = curve.AgreeEphemeral(Certificates[0].PublicKey.KeyBytes.Span);
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence(s_context1))
        {
            writer.WriteInteger(3);
            using (writer.PushSequence(s_context0))
            using (writer.PushSequence(s_context1))
            {
                (OriginatorAlgorithm ?? keyAlgorithm).Write(writer);
                writer.WriteBitString(AlterKey(publicKey));
            }

            if (UserKeyingMaterial is not null)
            {
                using (writer.PushSequence(s_context1))
                {
                    writer.WriteOctetString(UserKeyingMaterial);
                }
            }

            AsnWriter parameters = new(AsnEncodingRules.DER);
            Wrap.Write(parameters);
            new AlgorithmIdentifier(Scheme ?? Algorithm.ToOid(), parameters.Encode()).Write(writer);
            using (writer.PushSequence())
            {
                foreach (Certificate certificate in Certificates)
                {
                    byte[] keyEncryptionKey = KeyAgreementDerivation.Derive(Algorithm, secret, Wrap, UserKeyingMaterial is null ? default(ReadOnlyMemory<byte>?) : UserKeyingMaterial)[Derivation];
                    using (writer.PushSequence())
                    {
                        SignerIdentifier.WriteIssuerAndSerialNumber(writer, certificate);
                        writer.WriteOctetString(AlterWrap(AesKeyWrap.Wrap(keyEncryptionKey, ContentKey)));
                    }
                }
            }
        }

        return writer.Encode();
    }
}
