using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// KeyAgreeRecipientInfo of RFC 5652 section 6.2.2 (RFC 5753, RFC 8418): the content key wrapped with a key that is agreed between an ephemeral
/// key of the sender and the static keys of one or several certificates. Immutable.
/// </summary>
public sealed class KeyAgreeRecipientInfo : RecipientInfo
{
    internal const int LongestUserKeyingMaterial = 1024;

    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_originator = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_originatorKey = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_userKeyingMaterial = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private readonly AlgorithmIdentifier _wrap;
    private readonly AlgorithmIdentifier _originatorAlgorithm;

    private KeyAgreeRecipientInfo(
        ReadOnlyMemory<byte> encoded, AlgorithmIdentifier originatorAlgorithm, ReadOnlyMemory<byte> originatorKey, ReadOnlyMemory<byte>? userKeyingMaterial,
        AlgorithmIdentifier algorithm, IReadOnlyList<RecipientEncryptedKey> recipients)
        : base(RecipientKind.KeyAgreement, 3, encoded)
    {
        _originatorAlgorithm = originatorAlgorithm;
        OriginatorKey = originatorKey;
        UserKeyingMaterial = userKeyingMaterial;
        AlgorithmIdentifier = algorithm;
        Recipients = recipients;
        Algorithm = KeyAgreementAlgorithm.Find(algorithm.Oid);
        _wrap = Algorithm is null ? default : AlgorithmIdentifier.Read(new AsnReader(algorithm.Parameters, AsnEncodingRules.BER));
    }

    /// <summary>Whose certificates it is for, each with its wrapped content key.</summary>
    public IReadOnlyList<RecipientEncryptedKey> Recipients { get; }

    /// <summary>The key agreement and its derivation, or null when it is none that is read.</summary>
    public KeyAgreementAlgorithm? Algorithm { get; }

    /// <summary>The key encryption algorithm as it stands in the message.</summary>
    public AlgorithmIdentifier AlgorithmIdentifier { get; }

    /// <summary>The octets of the sender's ephemeral public key; empty when the sender names a certificate instead, which is not read.</summary>
    public ReadOnlyMemory<byte> OriginatorKey { get; }

    /// <summary>The keying material of the sender, or null.</summary>
    public ReadOnlyMemory<byte>? UserKeyingMaterial { get; }

    /// <inheritdoc/>
    public override string KeyEncryption => Algorithm is null ? AlgorithmIdentifier.Oid
        : $"{Algorithm}, {(AesKeyWrap.KeyLength(_wrap) is > 0 and int length ? $"AES-{8 * length} wrap" : _wrap.Oid)}";

    internal override IEnumerable<string> Names => Recipients.Select(r => r.ToString());

    internal override IEnumerable<RecipientOpening> Match(IRecipientKey key, CmsLimits limits)
    {
        if (key is not IDecryptionKey owner)
        {
            yield break;
        }

        foreach (RecipientEncryptedKey recipient in Recipients.Where(r => r.Matches(owner.Certificate)))
        {
            bool usable = key is IKeyAgreementKey { CanAgree: true } && Algorithm is not null && AesKeyWrap.KeyLength(_wrap) > 0 && !OriginatorKey.IsEmpty
                && AgreementCurve.Of(owner.Certificate.PublicKey) is not null && UserKeyingMaterial is not { Length: > LongestUserKeyingMaterial };
            yield return new RecipientOpening(this, key, usable
                ? (keyLength, cancellationToken) => UnwrapAsync((IKeyAgreementKey)key, recipient, keyLength, cancellationToken)
                : null);
        }
    }

    internal override ReadOnlyMemory<byte>? Without(IReadOnlyCollection<Certificate> certificates)
    {
        List<RecipientEncryptedKey> left = [.. Recipients.Where(r => !certificates.Any(r.Matches))];
        if (left.Count == 0)
        {
            return null;
        }

        return left.Count == Recipients.Count ? Encoded : WriteWith(left);
    }

    internal static new KeyAgreeRecipientInfo? Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader outer = new(encoded, AsnEncodingRules.BER);
        AsnReader reader = outer.ReadSequence(s_info);
        outer.ThrowIfNotEmpty();
        if (reader.ReadInteger() != 3)
        {
            return null;
        }

        AsnReader originator = reader.ReadSequence(s_originator);
        AlgorithmIdentifier originatorAlgorithm = default;
        ReadOnlyMemory<byte> originatorKey = default;
        if (originator.PeekTag().HasSameClassAndValue(s_originatorKey))
        {
            AsnReader key = originator.ReadSequence(s_originatorKey);
            originatorAlgorithm = AlgorithmIdentifier.Read(key);
            originatorKey = key.ReadBitString(out _);
            key.ThrowIfNotEmpty();
        }

        ReadOnlyMemory<byte>? userKeyingMaterial = null;
        if (reader.PeekTag().HasSameClassAndValue(s_userKeyingMaterial))
        {
            AsnReader material = reader.ReadSequence(s_userKeyingMaterial);
            userKeyingMaterial = material.ReadOctetString();
            material.ThrowIfNotEmpty();
        }

        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(reader);
        AsnReader keys = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        List<RecipientEncryptedKey> recipients = [];
        while (keys.HasData)
        {
            recipients.Add(RecipientEncryptedKey.Read(keys));
        }

        return new KeyAgreeRecipientInfo(encoded, originatorAlgorithm, originatorKey, userKeyingMaterial, algorithm, recipients);
    }

    private async ValueTask<byte[]> UnwrapAsync(IKeyAgreementKey key, RecipientEncryptedKey recipient, int keyLength, CancellationToken cancellationToken)
    {
        AgreementCurve curve = AgreementCurve.Of(key.Certificate.PublicKey)!;
        if (!curve.Accepts(_originatorAlgorithm))
        {
            throw new EnvelopeException(CpsErrorCode.Refused, "the ephemeral key of a key agreement is not of the recipient's curve", _originatorAlgorithm.Oid);
        }

        byte[] publicKey = curve.Check(OriginatorKey.Span);
        byte[] secret = await key.AgreeAsync(publicKey, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<byte[]> keyEncryptionKeys = KeyAgreementDerivation.Derive(Algorithm!, secret, _wrap, UserKeyingMaterial);

        // A secret of zeros comes from a key of small order and is known to everybody (RFC 7748 section 6.1).
        bool valid = secret.Length == curve.FieldLength && !CryptographicOperations.FixedTimeEquals(secret, new byte[secret.Length]);
        byte[] contentKey = AesKeyWrap.UnwrapOrSubstitute(keyEncryptionKeys, valid, recipient.EncryptedKey.Span, keyLength);
        CryptographicOperations.ZeroMemory(secret);
        foreach (byte[] keyEncryptionKey in keyEncryptionKeys)
        {
            CryptographicOperations.ZeroMemory(keyEncryptionKey);
        }

        return contentKey;
    }

    private byte[] WriteWith(IEnumerable<RecipientEncryptedKey> recipients)
    {
        // Everything before the recipients as it was.
        AsnReader reader = new AsnReader(Encoded, AsnEncodingRules.BER).ReadSequence(s_info);
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence(s_info))
        {
            for (int fields = UserKeyingMaterial is null ? 3 : 4; fields > 0; fields--)
            {
                writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
            }

            using (writer.PushSequence())
            {
                foreach (RecipientEncryptedKey recipient in recipients)
                {
                    writer.WriteEncodedValue(recipient.Encoded.Span);
                }
            }
        }

        return writer.Encode();
    }
}
