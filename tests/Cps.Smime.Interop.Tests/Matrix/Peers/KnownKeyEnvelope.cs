using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using AlgorithmIdentifier = Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier;
using IssuerAndSerialNumber = Org.BouncyCastle.Asn1.Cms.IssuerAndSerialNumber;
using ContentInfo = Org.BouncyCastle.Asn1.Cms.ContentInfo;
using EncryptedContentInfo = Org.BouncyCastle.Asn1.Cms.EncryptedContentInfo;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>An envelope whose content key is known: where <c>cmsutil -C</c> takes the key of an EncryptedData from.</summary>
internal static class KnownKeyEnvelope
{
    public static byte[] Write(string cipher)
    {
        MatrixKey recipient = MatrixPki.Get("RSA/1");
        byte[] key = OwnReading.EncryptedDataKey(cipher);
        using RSA rsa = recipient.Certificate.ToX509().PublicKey.GetRSAPublicKey()!;
        using Aes aes = Aes.Create();
        aes.Key = key;
        DerObjectIdentifier algorithm = key.Length switch { 16 => NistObjectIdentifiers.IdAes128Cbc, 24 => NistObjectIdentifiers.IdAes192Cbc, _ => NistObjectIdentifiers.IdAes256Cbc };
        IssuerAndSerialNumber name = new(recipient.BouncyCastleCertificate.CertificateStructure);
        KeyTransRecipientInfo info = new(new RecipientIdentifier(name), new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
            new DerOctetString(rsa.Encrypt(key, RSAEncryptionPadding.Pkcs1)));
        EncryptedContentInfo content = new(CmsObjectIdentifiers.Data, new AlgorithmIdentifier(algorithm, new DerOctetString(aes.IV)),
            new DerOctetString(aes.EncryptCbc("known"u8, aes.IV)));
        EnvelopedData envelope = new(null, new DerSet(new RecipientInfo(info)), content, (Asn1Set?)null);
        return new ContentInfo(CmsObjectIdentifiers.EnvelopedData, envelope).GetDerEncoded();
    }
}
