using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>KeyTransRecipientInfo of RFC 5652 section 6.2.1: the content key encrypted to the key of one certificate. Immutable.</summary>
public sealed class KeyTransRecipientInfo : RecipientInfo
{
    private KeyTransRecipientInfo(SignerIdentifier recipient, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> encryptedKey)
        : base(RecipientKind.KeyTransport)
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

    internal static KeyTransRecipientInfo Read(AsnReader reader)
    {
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
        return new KeyTransRecipientInfo(recipient, algorithm, encryptedKey);
    }

    internal static void Write(AsnWriter writer, Recipient recipient, ReadOnlySpan<byte> contentKey)
    {
        byte[] encryptedKey = EncryptKey(recipient, contentKey);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            SignerIdentifier.WriteIssuerAndSerialNumber(writer, recipient.Certificate);
            KeyTransportIdentifier.Write(recipient.KeyTransport).Write(writer);
            writer.WriteOctetString(encryptedKey);
        }
    }

    private static byte[] EncryptKey(Recipient recipient, ReadOnlySpan<byte> contentKey)
    {
        try
        {
            return recipient.Certificate.PublicKey.EncryptKey(recipient.KeyTransport, contentKey);
        }
        catch (CryptographicException e)
        {
            // For example OAEP with SHA-512, whose two digests leave no room in 1024 bits.
            throw new EnvelopeException(CpsErrorCode.KeyUnusable, $"the content key cannot be encrypted with {recipient.KeyTransport}",
                recipient.Certificate.ToString(), "Ask the correspondent for a newer certificate, or use another key transport.", e);
        }
    }
}
