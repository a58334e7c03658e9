using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>PKCS#12 files with a friendly name, which NSS takes as nickname and which the platform does not write.</summary>
internal static class MatrixPkcs12
{
    public const string Password = "secret";

    public static byte[] Write(MatrixKey key)
    {
        Pkcs12Store store = new Pkcs12StoreBuilder().Build();
        store.SetKeyEntry(key.Nickname, new AsymmetricKeyEntry(key.BouncyCastleKey), [new X509CertificateEntry(key.BouncyCastleCertificate)]);
        using MemoryStream output = new();
        store.Save(output, Password.ToCharArray(), new SecureRandom());
        return output.ToArray();
    }
}
