using System.Runtime.InteropServices;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>The functions of OpenSSL 3 that <see cref="OpenSslPeer"/> uses (openssl/cms.h, bio.h, x509.h).</summary>
internal static partial class LibCrypto
{
    public const uint NoSignerCertificateVerify = 0x20;
    public const uint Detached = 0x40;
    public const uint Binary = 0x80;
    public const uint CrlfLineEnds = 0x800;
    public const uint Stream = 0x1000;

    private const string Library = "libcrypto.so.3";
    private const int InfoControl = 3;

    public static bool IsPresent => NativeLibrary.TryLoad(Library, out _);

    /// <summary>What a memory BIO holds.</summary>
    public static unsafe ReadOnlySpan<byte> Content(nint bio)
    {
        byte* data;
        long length = (long)BIO_ctrl(bio, InfoControl, 0, (nint)(&data));
        return new ReadOnlySpan<byte>(data, checked((int)length));
    }

    /// <summary>The result of a call that gives a null pointer or zero when it fails.</summary>
    public static nint Check(nint result, string call) => result != 0 ? result
        : throw new InvalidOperationException($"{call} failed: {ERR_get_error():X}");

    [LibraryImport(Library)] public static partial ulong ERR_get_error();

    [LibraryImport(Library)] public static partial nint BIO_new(nint method);

    [LibraryImport(Library)] public static partial nint BIO_s_mem();

    [LibraryImport(Library)] public static unsafe partial nint BIO_new_mem_buf(byte* bytes, int length);

    [LibraryImport(Library)] public static partial nint BIO_ctrl(nint bio, int command, nint number, nint pointer);

    [LibraryImport(Library)] public static partial int BIO_free(nint bio);

    [LibraryImport(Library)] public static unsafe partial nint d2i_X509(nint reuse, byte** bytes, nint length);

    [LibraryImport(Library)] public static unsafe partial nint d2i_AutoPrivateKey(nint reuse, byte** bytes, nint length);

    [LibraryImport(Library)] public static partial void X509_free(nint certificate);

    [LibraryImport(Library)] public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)] public static partial nint EVP_aes_256_cbc();

    [LibraryImport(Library)] public static partial nint EVP_aes_256_gcm();

    [LibraryImport(Library)] public static partial nint OPENSSL_sk_new_null();

    [LibraryImport(Library)] public static partial int OPENSSL_sk_push(nint stack, nint item);

    [LibraryImport(Library)] public static partial void OPENSSL_sk_free(nint stack);

    [LibraryImport(Library)] public static partial nint CMS_sign(nint certificate, nint key, nint certificates, nint data, uint flags);

    [LibraryImport(Library)] public static partial nint CMS_encrypt(nint certificates, nint data, nint cipher, uint flags);

    [LibraryImport(Library)] public static partial int SMIME_write_CMS(nint output, nint cms, nint data, int flags);

    [LibraryImport(Library)] public static partial nint SMIME_read_CMS(nint input, out nint content);

    [LibraryImport(Library)] public static partial int CMS_decrypt(nint cms, nint key, nint certificate, nint content, nint output, uint flags);

    [LibraryImport(Library)] public static partial int CMS_verify(nint cms, nint certificates, nint store, nint content, nint output, uint flags);

    [LibraryImport(Library)] public static partial void CMS_ContentInfo_free(nint cms);
}
