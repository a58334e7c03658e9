using System.Formats.Asn1;
using System.Numerics;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>KeyTransRecipientInfo of RFC 5652 section 6.2.1: the content key encrypted to the key of one certificate. Immutable.</summary>
public sealed class KeyTransRecipientInfo : RecipientInfo
{
    private KeyTransRecipientInfo(ReadOnlyMemory<byte> encoded, SignerIdentifier recipient, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> encryptedKey)
        : base(RecipientKind.KeyTransport, recipient.IsKeyIdentifier ? 2 : 0, encoded)
    {
        Recipient = recipient;
        AlgorithmIdentifier = algorithm;
        EncryptedKey = encryptedKey;
        Algorithm = KeyTransportIdentifier.Read(algorithm);
    }

    /// <summary>Whose certificate it is for.</summary>
    public SignerIdentifier Recipient { get; }

    /// <summary>The key encryption algorithm, or null when it is none that is read.</summary>
    public KeyTransportAlgorithm? Algorithm { get; }

    /// <summary>The key encryption algorithm as it stands in the message.</summary>
    public AlgorithmIdentifier AlgorithmIdentifier { get; }

    /// <summary>The encrypted content key.</summary>
    public ReadOnlyMemory<byte> EncryptedKey { get; }

    /// <inheritdoc/>
    public override string KeyEncryption => Algorithm?.ToString() ?? AlgorithmIdentifier.Oid;

    internal override IEnumerable<string> Names => [Recipient.ToString()];

    internal override IEnumerable<RecipientOpening> Match(IRecipientKey key, CmsLimits limits)
    {
        if (key is IDecryptionKey owner && Recipient.Matches(owner.Certificate))
        {
            yield return new RecipientOpening(this, key, key is IKeyTransportKey transport && Algorithm is { } algorithm && transport.Supports(algorithm)
                ? (keyLength, cancellationToken) => transport.UnwrapKeyAsync(algorithm, EncryptedKey, keyLength, cancellationToken)
                : null);
        }
    }

    internal override ReadOnlyMemory<byte>? Without(IReadOnlyCollection<Certificate> certificates) => certificates.Any(Recipient.Matches) ? default(ReadOnlyMemory<byte>?) : Encoded;

    internal static new KeyTransRecipientInfo Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader reader = new(encoded, AsnEncodingRules.BER);
        AsnReader sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        BigInteger version = sequence.ReadInteger();
        SignerIdentifier recipient = SignerIdentifier.Read(sequence);
        if (version != (recipient.IsKeyIdentifier ? 2 : 0))
        {
            throw EnvelopeException.Malformed("a recipient's version does not fit its identifier");
        }

        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(sequence);
        ReadOnlyMemory<byte> encryptedKey = sequence.ReadOctetString();
        sequence.ThrowIfNotEmpty();
        return new KeyTransRecipientInfo(encoded, recipient, algorithm, encryptedKey);
    }
}
