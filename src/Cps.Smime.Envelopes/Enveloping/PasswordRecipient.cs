using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Those who know a password, as recipients of a message (PasswordRecipientInfo, RFC 5652 section 6.2.4): PBKDF2 with HMAC-SHA-256, then the
/// key wrap of RFC 3211 with AES-256. A message has at most one.
/// </summary>
/// <param name="Password">The password; used when the message is begun, and not after.</param>
public sealed record PasswordRecipient(Password Password) : EnvelopeRecipient
{
    /// <summary>The fewest rounds of PBKDF2 that are written.</summary>
    public const int MinimumIterations = 600_000;

    private const int KeyLength = 32;
    private const int BlockLength = 16;

    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 3);
    private static readonly Asn1Tag s_derivation = new(TagClass.ContextSpecific, 0);

    private readonly int _iterations = MinimumIterations;

    /// <summary>The rounds of PBKDF2. Default 600,000, which is also the least.</summary>
    public int Iterations
    {
        get => _iterations;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, MinimumIterations);
            _iterations = value;
        }
    }

    /// <inheritdoc/>
    public override RecipientKind Kind => RecipientKind.Password;

    internal override int Version => 0;

    internal override object Identity => this;

    internal override void Write(AsnWriter writer, ReadOnlySpan<byte> contentKey)
    {
        Pbkdf2Parameters derivation = new(RandomNumberGenerator.GetBytes(16), Iterations, null, HashAlgorithmName.SHA256);
        byte[] iv = RandomNumberGenerator.GetBytes(BlockLength);
        byte[] keyEncryptionKey = Password.Derive(derivation, KeyLength);
        byte[] wrapped = PasswordKeyWrap.Wrap(keyEncryptionKey, iv, contentKey);
        CryptographicOperations.ZeroMemory(keyEncryptionKey);

        AsnWriter vector = new(AsnEncodingRules.DER);
        vector.WriteOctetString(iv);
        AsnWriter cipher = new(AsnEncodingRules.DER);
        new AlgorithmIdentifier(CmsOids.Aes256Cbc, vector.Encode()).Write(cipher);
        using (writer.PushSequence(s_info))
        {
            writer.WriteInteger(Version);
            derivation.Write().Write(writer, s_derivation);
            new AlgorithmIdentifier(RecipientOids.PasswordKek, cipher.Encode()).Write(writer);
            writer.WriteOctetString(wrapped);
        }
    }
}
