using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Somebody a message is sealed for by key encapsulation: the owner of an ML-KEM certificate (KEMRecipientInfo, RFC 9629, RFC 9936), with
/// HKDF-SHA-256 and AES-256 wrap.
/// </summary>
/// <remarks>
/// A classical recipient beside it (<see cref="WithClassical"/>) lets the same person open the message with software that does not know ML-KEM.
/// It is an alternative and not a combination: the message is then only as strong as the classical key against those who will have a quantum computer.
/// </remarks>
/// <param name="Certificate">The certificate whose key will open the message. It must have been judged before: here it is only used.</param>
public sealed record KemRecipient(Certificate Certificate) : EnvelopeRecipient
{
    private const int KeyLength = 32;

    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 4);

    /// <summary>Keying material of the sender (ukm), up to 1,024 bytes; empty for none.</summary>
    public ReadOnlyMemory<byte> UserKeyingMaterial { get; init; }

    /// <summary>Whether the message names the certificate by its subject key identifier and not by issuer and serial number.</summary>
    public bool ByKeyIdentifier { get; init; }

    /// <inheritdoc/>
    public override RecipientKind Kind => RecipientKind.Other;

    internal override int Version => 3;

    internal override object Identity => Certificate;

    /// <summary>This recipient and, beside it, a classical certificate of the same person: either key alone opens the message.</summary>
    public IReadOnlyList<EnvelopeRecipient> WithClassical(EnvelopeRecipient classical)
    {
        ArgumentNullException.ThrowIfNull(classical);
        return [this, classical];
    }

    internal override void Write(AsnWriter writer, ReadOnlySpan<byte> contentKey)
    {
        CertificatePublicKey key = Certificate.PublicKey;
        MLKemParameterSet set = MLKemParameterSet.Find(key.Algorithm.Oid) is { } found && key.Algorithm.Parameters.IsEmpty
            ? found : throw Unusable("the certificate's key is not one of ML-KEM");
        if (Certificate.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.KeyEncipherment))
        {
            throw Unusable("the certificate's key usage does not allow key encipherment");
        }

        if (UserKeyingMaterial.Length > KeyAgreeRecipientInfo.LongestUserKeyingMaterial)
        {
            throw new EnvelopeException(CpsErrorCode.Unsupported, "keying material of such a length is not written", set.Name);
        }

        (byte[] ciphertext, byte[] secret) = Encapsulate(set, key);
        AlgorithmIdentifier wrap = AesKeyWrap.Algorithm(KeyLength);
        ReadOnlyMemory<byte>? material = UserKeyingMaterial.IsEmpty ? default(ReadOnlyMemory<byte>?) : UserKeyingMaterial;
        byte[] keyEncryptionKey = KemDerivation.Derive(HashAlgorithmName.SHA256, secret, wrap, material);
        byte[] wrapped = AesKeyWrap.Wrap(keyEncryptionKey, contentKey);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(keyEncryptionKey);

        using (writer.PushSequence(s_info))
        {
            writer.WriteObjectIdentifier(RecipientOids.OriKem);
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                RecipientIdentifier.Write(writer, Certificate, ByKeyIdentifier);
                AlgorithmIdentifier.WithoutParameters(set.Oid).Write(writer);
                writer.WriteOctetString(ciphertext);
                AlgorithmIdentifier.WithoutParameters(RecipientOids.HkdfSha256).Write(writer);
                writer.WriteInteger(KeyLength);
                KemDerivation.WriteUserKeyingMaterial(writer, material);
                wrap.Write(writer);
                writer.WriteOctetString(wrapped);
            }
        }
    }

    private (byte[] Ciphertext, byte[] Secret) Encapsulate(MLKemParameterSet set, CertificatePublicKey key)
    {
        try
        {
            return set.Encapsulate(key.KeyBytes.Span);
        }
        catch (CryptographicException)
        {
            throw Unusable("the certificate's ML-KEM key is not valid");
        }
    }

    private EnvelopeException Unusable(string what) => new(CpsErrorCode.KeyUnusable, what, Certificate.Subject.ToString());
}
