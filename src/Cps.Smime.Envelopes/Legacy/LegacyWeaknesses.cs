using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Finds what the reports call weak.</summary>
internal static class LegacyWeaknesses
{
    private const int GoodRsaBits = 2048;

    public static IReadOnlyList<LegacyWeakness> Of(ContentEncryption encryption, Certificate? recipient)
    {
        LegacyWeakness? cipher = encryption switch
        {
            ContentEncryption.TripleDesCbc => LegacyWeakness.TripleDes,
            ContentEncryption.DesCbc => LegacyWeakness.Des,
            ContentEncryption.Rc2Cbc128 => LegacyWeakness.Rc2,
            ContentEncryption.Rc2Cbc64 or ContentEncryption.Rc2Cbc40 => LegacyWeakness.Rc2ShortKey,
            _ => null,
        };
        return List(cipher, recipient);
    }

    public static IReadOnlyList<LegacyWeakness> Of(HashAlgorithmName? digest, Certificate? signer) => List(
        digest == HashAlgorithmName.MD5 ? LegacyWeakness.Md5 : digest == HashAlgorithmName.SHA1 ? LegacyWeakness.Sha1 : null, signer);

    private static List<LegacyWeakness> List(LegacyWeakness? first, Certificate? certificate)
    {
        List<LegacyWeakness> weaknesses = first is { } weakness ? [weakness] : [];
        if (certificate is not null && HasShortRsaKey(certificate))
        {
            weaknesses.Add(LegacyWeakness.ShortRsaKey);
        }

        return weaknesses;
    }

    private static bool HasShortRsaKey(Certificate certificate)
    {
        try
        {
            return certificate.PublicKey.IsRsa && certificate.PublicKey.KeySize < GoodRsaBits;
        }
        catch (CertificateException)
        {
            // A key that is refused verified nothing and opened nothing.
            return false;
        }
    }
}
