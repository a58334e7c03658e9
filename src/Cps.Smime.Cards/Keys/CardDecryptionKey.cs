using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>
/// The private key of a certificate on a token, as a key that opens messages. CPS cards have no confidentiality key; this is for other
/// tokens that hold one. A ciphertext that does not decrypt gives a pseudo-random content key and no error, whatever the token answered.
/// Safe for any number of threads.
/// </summary>
public sealed class CardDecryptionKey : IKeyTransportKey
{
    // A card does not tell a secret of its key, so the substitute keys are the same for a ciphertext as long as the process lives.
    private static readonly byte[] s_processSecret = RandomNumberGenerator.GetBytes(32);

    private readonly CardConnection _connection;
    private readonly IPinProvider _pins;
    private readonly KeyReference _key;
    private readonly TokenAbilities _abilities;
    private readonly byte[] _rejectionSecret;

    internal CardDecryptionKey(CardConnection connection, CardCertificate certificate, TokenAbilities abilities, IPinProvider pins)
    {
        _connection = connection;
        _pins = pins;
        _key = new KeyReference(certificate);
        _abilities = abilities;
        _rejectionSecret = HMACSHA256.HashData(s_processSecret, _key.Modulus);
        CardCertificate = certificate;
    }

    /// <inheritdoc/>
    public Certificate Certificate => CardCertificate.Certificate;

    /// <summary>The certificate as it is on the card.</summary>
    public CardCertificate CardCertificate { get; }

    /// <summary>True: a PIN may be asked for.</summary>
    public bool AsksPerson => true;

    /// <inheritdoc/>
    public bool Supports(KeyTransportAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm.Label.IsEmpty && Method(algorithm) != DecryptionMethod.None;
    }

    /// <inheritdoc/>
    /// <exception cref="PinException">The PIN is wrong, blocked or not given; no second try is made.</exception>
    /// <exception cref="CardException">The card is gone, another one is in the reader, or it cannot do this algorithm.</exception>
    public async ValueTask<byte[]> UnwrapKeyAsync(KeyTransportAlgorithm algorithm, ReadOnlyMemory<byte> encryptedKey, int keyLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyLength, 1024);
        DecryptionMethod method = Method(algorithm);
        if (method == DecryptionMethod.None)
        {
            throw new CardException(CpsErrorCode.KeyUnusable, $"the card cannot open {algorithm}", _connection.Token.ToString(),
                "Open the message with another key, or ask the sender for RSA PKCS#1 v1.5 key transport");
        }

        // A ciphertext of another size than the modulus is one that no key made. It is sent to the card all the same, as zeros.
        byte[] block = new byte[_key.Modulus.Length];
        bool fits = encryptedKey.Length == block.Length;
        if (fits)
        {
            encryptedKey.CopyTo(block);
        }

        byte[] recovered = new byte[keyLength];
        bool opened = await _connection.UseKeyAsync(
            _key, _pins, PinReason.Decrypt, use => TryOpen(use, method, algorithm, block, recovered), cancellationToken).ConfigureAwait(false);
        byte[] key = ImplicitRejection.Choose(recovered, opened & fits, keyLength, _rejectionSecret, encryptedKey.Span);
        CryptographicOperations.ZeroMemory(recovered);
        return key;
    }

    private DecryptionMethod Method(KeyTransportAlgorithm algorithm) => _abilities.Choose(algorithm, _connection.Options.AllowRawRsa);

    private static bool TryOpen(KeyUse use, DecryptionMethod method, KeyTransportAlgorithm algorithm, byte[] encrypted, byte[] recovered)
    {
        byte[] plain;
        try
        {
            using IMechanism mechanism = Create(use.Session.Factories, method, algorithm);
            plain = use.EachUsePin is null
                ? use.Session.Decrypt(mechanism, use.Key.Object, encrypted)
                : ContextDecryption.Decrypt(use, mechanism, encrypted);
        }
        catch (Pkcs11Exception e) when (MayBePadding(e) && CardConnection.IsAlive(use))
        {
            // Some tokens answer a wrong padding with the code of a device fault. The card is well, so it was the ciphertext.
            return false;
        }

        try
        {
            return method == DecryptionMethod.Raw ? Unpad(algorithm, Align(plain, encrypted.Length), recovered) : CopyExactly(plain, recovered);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static bool Unpad(KeyTransportAlgorithm algorithm, byte[] block, byte[] recovered) => algorithm.OaepDigest is { } digest
        ? RsaUnpadding.TryOaep(block, digest, algorithm.MgfDigest!.Value, recovered)
        : RsaUnpadding.TryPkcs1(block, recovered);

    // Some tokens leave out leading zeros.
    private static byte[] Align(byte[] plain, int length)
    {
        byte[] block = new byte[length];
        ReadOnlySpan<byte> last = plain.AsSpan(Math.Max(0, plain.Length - length));
        last.CopyTo(block.AsSpan(length - last.Length));
        return block;
    }

    private static bool CopyExactly(byte[] plain, byte[] recovered)
    {
        plain.AsSpan(0, Math.Min(plain.Length, recovered.Length)).CopyTo(recovered);
        return plain.Length == recovered.Length;
    }

    private static bool MayBePadding(Pkcs11Exception e) => e.Method == "C_Decrypt" && e.RV is CKR.CKR_ENCRYPTED_DATA_INVALID
        or CKR.CKR_ENCRYPTED_DATA_LEN_RANGE or CKR.CKR_DATA_INVALID or CKR.CKR_DATA_LEN_RANGE or CKR.CKR_GENERAL_ERROR
        or CKR.CKR_FUNCTION_FAILED or CKR.CKR_DEVICE_ERROR or CKR.CKR_ARGUMENTS_BAD or CKR.CKR_BUFFER_TOO_SMALL;

    private static IMechanism Create(Pkcs11InteropFactories factories, DecryptionMethod method, KeyTransportAlgorithm algorithm)
    {
        if (method != DecryptionMethod.Oaep)
        {
            return factories.MechanismFactory.Create(method == DecryptionMethod.Raw ? CKM.CKM_RSA_X_509 : CKM.CKM_RSA_PKCS);
        }

        (CKM hash, _, _) = RsaDigests.Of(algorithm.OaepDigest!.Value);
        (_, CKG mask, _) = RsaDigests.Of(algorithm.MgfDigest!.Value);
        return factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS_OAEP,
            factories.MechanismParamsFactory.CreateCkRsaPkcsOaepParams((ulong)hash, (ulong)mask, (ulong)CKZ.CKZ_DATA_SPECIFIED, null));
    }
}
