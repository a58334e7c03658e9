using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pkcs;

namespace Cps.Smime.Certificates;

/// <summary>Reads PKCS#8 private keys (RFC 5958), plain or encrypted, of every kind that is used here.</summary>
internal static class PrivateKeyInfo
{
    /// <summary>Reads a PrivateKeyInfo.</summary>
    /// <returns>An <see cref="RSA"/>, an <see cref="ECDsa"/> or a <see cref="PureSigningKey"/>.</returns>
    /// <exception cref="CryptographicException">It cannot be read.</exception>
    /// <exception cref="CertificateException">Unsupported: the key is of another kind.</exception>
    public static IDisposable Read(ReadOnlySpan<byte> content)
    {
        byte[] copy = content.ToArray();
        try
        {
            AsnReader info = new AsnReader(copy, AsnEncodingRules.DER).ReadSequence();
            info.ReadInteger();
            string oid = info.ReadSequence().ReadObjectIdentifier();
            if (PureSignature.FamilyOf(oid) is { } family)
            {
                byte[] privateKey = info.ReadOctetString();
                try
                {
                    return PureSigningKey.Read(family, privateKey);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(privateKey);
                }
            }

            AsymmetricAlgorithm key = oid switch
            {
                Oids.RsaEncryption => RSA.Create(),
                Oids.EcPublicKey => ECDsa.Create(),
                _ => throw new CertificateException(CpsErrorCode.Unsupported, "the private key's algorithm is not one that is read", oid),
            };
            key.ImportPkcs8PrivateKey(copy, out _);
            return key;
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("The private key is not PKCS#8.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <summary>Reads an EncryptedPrivateKeyInfo whose work was capped before.</summary>
    /// <inheritdoc cref="Read"/>
    public static IDisposable ReadEncrypted(byte[] content, ReadOnlySpan<char> password)
    {
        char[] characters = password.ToArray();
        byte[] plain = [];
        try
        {
            plain = PrivateKeyInfoFactory.CreatePrivateKeyInfo(characters, EncryptedPrivateKeyInfo.GetInstance(content)).GetEncoded();
            return Read(plain);
        }
        catch (Exception e) when (e is CryptoException or ArgumentException or IOException or InvalidOperationException or InvalidCastException)
        {
            throw new CryptographicException("The encrypted private key cannot be read, or its password is wrong.", e);
        }
        finally
        {
            Array.Clear(characters);
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
