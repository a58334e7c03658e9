using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>PasswordRecipientInfo of RFC 5652 section 6.2.4 and RFC 3211: the content key wrapped with a key that comes from a password. Immutable.</summary>
public sealed class PasswordRecipientInfo : RecipientInfo
{
    private static readonly Asn1Tag s_info = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag s_derivation = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly Pbkdf2Parameters? _derivation;
    private readonly ReadOnlyMemory<byte> _iv;
    private readonly int _keyLength;

    private PasswordRecipientInfo(
        ReadOnlyMemory<byte> encoded, AlgorithmIdentifier? derivation, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> encryptedKey)
        : base(RecipientKind.Password, 0, encoded)
    {
        AlgorithmIdentifier = algorithm;
        EncryptedKey = encryptedKey;
        _derivation = derivation is { } given ? Pbkdf2Parameters.Read(given) : null;
        (_keyLength, _iv) = ReadCipher(algorithm);
    }

    /// <summary>The key encryption algorithm as it stands in the message.</summary>
    public AlgorithmIdentifier AlgorithmIdentifier { get; }

    /// <summary>The wrapped content key.</summary>
    public ReadOnlyMemory<byte> EncryptedKey { get; }

    /// <summary>How many rounds of PBKDF2 the message asks for; null when its derivation is none that is read.</summary>
    public int? Iterations => _derivation?.Iterations;

    /// <inheritdoc/>
    public override string KeyEncryption => _derivation is null || _keyLength == 0 ? AlgorithmIdentifier.Oid : $"PBKDF2-{_derivation.Digest.Name}, AES-{8 * _keyLength}";

    internal override IEnumerable<string> Names => ["password"];

    internal override IEnumerable<RecipientOpening> Match(IRecipientKey key, CmsLimits limits)
    {
        if (key is Password password)
        {
            bool usable = _derivation is not null && _keyLength > 0 && (_derivation.KeyLength is not { } length || length == _keyLength);
            yield return new RecipientOpening(this, key, usable
                ? (keyLength, _) => ValueTask.FromResult(Unwrap(password, keyLength, limits.MaximumPasswordIterations))
                : null);
        }
    }

    internal static new PasswordRecipientInfo? Read(ReadOnlyMemory<byte> encoded)
    {
        AsnReader outer = new(encoded, AsnEncodingRules.BER);
        AsnReader reader = outer.ReadSequence(s_info);
        outer.ThrowIfNotEmpty();
        if (reader.ReadInteger() != 0)
        {
            return null;
        }

        AlgorithmIdentifier? derivation = reader.PeekTag().HasSameClassAndValue(s_derivation) ? AlgorithmIdentifier.Read(reader, s_derivation) : null;
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(reader);
        ReadOnlyMemory<byte> encryptedKey = reader.ReadOctetString();
        reader.ThrowIfNotEmpty();
        return new PasswordRecipientInfo(encoded, derivation, algorithm, encryptedKey);
    }

    private byte[] Unwrap(Password password, int keyLength, int maximumIterations)
    {
        if (_derivation!.Iterations > maximumIterations)
        {
            throw new EnvelopeException(
                CpsErrorCode.LimitExceeded, $"the message asks for more than {maximumIterations} rounds of password derivation",
                advice: "Raise the limit in CmsLimits if such messages are expected.");
        }

        byte[] keyEncryptionKey = password.Derive(_derivation, _keyLength);
        byte[] contentKey = PasswordKeyWrap.UnwrapOrSubstitute(keyEncryptionKey, _iv.Span, EncryptedKey.Span, keyLength);
        CryptographicOperations.ZeroMemory(keyEncryptionKey);
        return contentKey;
    }

    // The parameters of id-alg-PWRI-KEK name the cipher with its vector; here AES-CBC.
    private static (int KeyLength, ReadOnlyMemory<byte> Iv) ReadCipher(AlgorithmIdentifier algorithm)
    {
        if (algorithm.Oid != RecipientOids.PasswordKek)
        {
            return default;
        }

        AlgorithmIdentifier cipher = AlgorithmIdentifier.Read(new AsnReader(algorithm.Parameters, AsnEncodingRules.BER));
        if (ContentEncryptionInfo.Find(cipher.Oid, authenticated: false) is not { } info)
        {
            return default;
        }

        ReadOnlyMemory<byte> iv = new AsnReader(cipher.Parameters, AsnEncodingRules.BER).ReadOctetString();
        return iv.Length == ContentEncryptionInfo.BlockLength ? (info.KeyLength, iv) : default;
    }
}
