using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// KEMRecipientInfo of RFC 9629 section 3, inside OtherRecipientInfo (RFC 5652 section 6.2.5): the content key wrapped with a key that comes from
/// an encapsulated secret; ML-KEM is the mechanism that is read (RFC 9936). Immutable.
/// </summary>
public sealed class KemRecipientInfo : RecipientInfo
{
    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 4, isConstructed: true);

    private KemRecipientInfo(
        ReadOnlyMemory<byte> encoded, SignerIdentifier recipient, AlgorithmIdentifier mechanism, ReadOnlyMemory<byte> ciphertext, AlgorithmIdentifier derivation,
        int keyLength, ReadOnlyMemory<byte>? userKeyingMaterial, AlgorithmIdentifier wrap, ReadOnlyMemory<byte> encryptedKey)
        : base(RecipientKind.Other, 3, encoded)
    {
        Recipient = recipient;
        Mechanism = mechanism;
        Ciphertext = ciphertext;
        Derivation = derivation;
        KeyEncryptionKeyLength = keyLength;
        UserKeyingMaterial = userKeyingMaterial;
        Wrap = wrap;
        EncryptedKey = encryptedKey;
    }

    /// <summary>Whose certificate it is for.</summary>
    public SignerIdentifier Recipient { get; }

    /// <summary>The encapsulation mechanism.</summary>
    public AlgorithmIdentifier Mechanism { get; }

    /// <summary>The encapsulated secret.</summary>
    public ReadOnlyMemory<byte> Ciphertext { get; }

    /// <summary>The key derivation.</summary>
    public AlgorithmIdentifier Derivation { get; }

    /// <summary>The length of the key-encryption key in bytes.</summary>
    public int KeyEncryptionKeyLength { get; }

    /// <summary>The keying material of the sender, or null.</summary>
    public ReadOnlyMemory<byte>? UserKeyingMaterial { get; }

    /// <summary>The key wrap.</summary>
    public AlgorithmIdentifier Wrap { get; }

    /// <summary>The wrapped content key.</summary>
    public ReadOnlyMemory<byte> EncryptedKey { get; }

    /// <inheritdoc/>
    public override string KeyEncryption => MLKemParameterSet.Find(Mechanism.Oid)?.Name ?? Mechanism.Oid;

    internal override IEnumerable<string> Names => [Recipient.ToString()];

    internal override IEnumerable<RecipientOpening> Match(IRecipientKey key, CmsLimits limits)
    {
        if (key is IDecryptionKey owner && Recipient.Matches(owner.Certificate))
        {
            bool usable = key is IKemKey kem && kem.SupportsKem(Mechanism.Oid) && Mechanism.Parameters.IsEmpty
                && MLKemParameterSet.Find(Mechanism.Oid)?.CiphertextLength == Ciphertext.Length && KemDerivation.Digest(Derivation) is not null
                && AesKeyWrap.KeyLength(Wrap) is > 0 and int length && length == KeyEncryptionKeyLength
                && UserKeyingMaterial is not { Length: > KeyAgreeRecipientInfo.LongestUserKeyingMaterial };
            yield return new RecipientOpening(this, key, usable
                ? (keyLength, cancellationToken) => UnwrapAsync((IKemKey)key, keyLength, cancellationToken)
                : null);
        }
    }

    internal override ReadOnlyMemory<byte>? Without(IReadOnlyCollection<Certificate> certificates) => certificates.Any(Recipient.Matches) ? default(ReadOnlyMemory<byte>?) : Encoded;

    internal static KemRecipientInfo? ReadOther(ReadOnlyMemory<byte> encoded)
    {
        AsnReader outer = new(encoded, AsnEncodingRules.BER);
        AsnReader other = outer.ReadSequence(s_info);
        outer.ThrowIfNotEmpty();
        if (other.ReadObjectIdentifier() != RecipientOids.OriKem)
        {
            return null;
        }

        AsnReader reader = other.ReadSequence();
        other.ThrowIfNotEmpty();
        if (reader.ReadInteger() != 0)
        {
            return null;
        }

        SignerIdentifier recipient = SignerIdentifier.Read(reader);
        AlgorithmIdentifier mechanism = AlgorithmIdentifier.Read(reader);
        ReadOnlyMemory<byte> ciphertext = reader.ReadOctetString();
        AlgorithmIdentifier derivation = AlgorithmIdentifier.Read(reader);
        if (!reader.TryReadInt32(out int keyLength))
        {
            return null;
        }

        ReadOnlyMemory<byte>? userKeyingMaterial = KemDerivation.ReadUserKeyingMaterial(reader);
        AlgorithmIdentifier wrap = AlgorithmIdentifier.Read(reader);
        ReadOnlyMemory<byte> encryptedKey = reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        return new KemRecipientInfo(encoded, recipient, mechanism, ciphertext, derivation, keyLength, userKeyingMaterial, wrap, encryptedKey);
    }

    private async ValueTask<byte[]> UnwrapAsync(IKemKey key, int keyLength, CancellationToken cancellationToken)
    {
        byte[] secret = await key.DecapsulateAsync(Ciphertext, cancellationToken).ConfigureAwait(false);
        byte[] keyEncryptionKey = KemDerivation.Derive(KemDerivation.Digest(Derivation)!.Value, secret, Wrap, UserKeyingMaterial);
        byte[] contentKey = AesKeyWrap.UnwrapOrSubstitute([keyEncryptionKey], valid: true, EncryptedKey.Span, keyLength);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(keyEncryptionKey);
        return contentKey;
    }
}
