using System.Text;
using Cps.Smime.Certificates;
using static Cps.Smime.Benchmarks.Ratios.LibCrypto;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>OpenSSL in this process: its CMS and S/MIME functions over memory BIOs, streaming where they can.</summary>
internal sealed class OpenSslPeer : IPeer
{
    private readonly nint _signer;
    private readonly nint _signingKey;
    private readonly nint _decryptionKey;
    private readonly nint[] _recipients;
    private readonly nint[] _intermediates;
    private readonly byte[] _header;

    public OpenSslPeer(Material material)
    {
        _signer = Read(material.Sender.Certificate);
        _signingKey = ReadKey(material.Sender.PrivateKey.ExportPkcs8PrivateKey());
        _decryptionKey = ReadKey(material.Recipient.PrivateKey.ExportPkcs8PrivateKey());
        _recipients = [.. material.Recipients.Select(Read)];
        _intermediates = [.. material.Sender.Intermediates.Select(Read)];
        _header = Encoding.ASCII.GetBytes($"From: {material.SenderPerson.EmailAddress}\r\nTo: correspondent@cabinet.example\r\nSubject: Benchmark\r\n");
    }

    public string Name => "OpenSSL";

    public string Work => "signature only (CMS_NO_SIGNER_CERT_VERIFY): no path, no address; memory BIOs; the attachment's own base64 by the benchmark's vectorised glue";

    public string? Declines(Scenario scenario) => null;

    public unsafe void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output)
    {
        byte[] content = MailGlue.Content(attachment.Span);
        fixed (byte* bytes = content)
        {
            nint input = BIO_new_mem_buf(bytes, content.Length);
            nint certificates = Stack(_intermediates);
            nint signed = Check(CMS_sign(_signer, _signingKey, certificates, input, Detached | Binary | LibCrypto.Stream), nameof(CMS_sign));
            nint multipart = BIO_new(BIO_s_mem());
            Check(SMIME_write_CMS(multipart, signed, input, (int)(Detached | Binary | LibCrypto.Stream | CrlfLineEnds)), nameof(SMIME_write_CMS));
            nint recipients = Stack(_recipients.AsSpan(0, scenario.Recipients));
            nint enveloped = Check(CMS_encrypt(recipients, multipart, scenario.IsGcm ? EVP_aes_256_gcm() : EVP_aes_256_cbc(), Binary | LibCrypto.Stream), nameof(CMS_encrypt));
            nint message = BIO_new(BIO_s_mem());
            Check(SMIME_write_CMS(message, enveloped, multipart, (int)(Binary | LibCrypto.Stream | CrlfLineEnds)), nameof(SMIME_write_CMS));
            output.Write(_header);
            output.Write(LibCrypto.Content(message));
            OPENSSL_sk_free(certificates);
            OPENSSL_sk_free(recipients);
            CMS_ContentInfo_free(signed);
            CMS_ContentInfo_free(enveloped);
            Free(input, multipart, message);
        }
    }

    public unsafe void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment)
    {
        fixed (byte* bytes = message.Span)
        {
            nint input = BIO_new_mem_buf(bytes, message.Length);
            nint enveloped = Check(SMIME_read_CMS(input, out nint none), nameof(SMIME_read_CMS));
            nint decrypted = BIO_new(BIO_s_mem());
            Check(CMS_decrypt(enveloped, _decryptionKey, _recipients[0], 0, decrypted, Binary), nameof(CMS_decrypt));
            nint signed = Check(SMIME_read_CMS(decrypted, out nint detached), nameof(SMIME_read_CMS));
            nint content = BIO_new(BIO_s_mem());
            Check(CMS_verify(signed, 0, 0, detached, content, NoSignerCertificateVerify | Binary), nameof(CMS_verify));
            MailGlue.WriteAttachment(LibCrypto.Content(content), attachment);
            CMS_ContentInfo_free(enveloped);
            CMS_ContentInfo_free(signed);
            Free(input, none, decrypted, detached, content);
        }
    }

    public void Dispose()
    {
        foreach (nint certificate in (nint[])[_signer, .. _recipients, .. _intermediates])
        {
            X509_free(certificate);
        }

        EVP_PKEY_free(_signingKey);
        EVP_PKEY_free(_decryptionKey);
    }

    private static void Free(params ReadOnlySpan<nint> bios)
    {
        foreach (nint bio in bios)
        {
            if (bio != 0)
            {
                _ = BIO_free(bio);
            }
        }
    }

    private static nint Stack(ReadOnlySpan<nint> items)
    {
        nint stack = OPENSSL_sk_new_null();
        foreach (nint item in items)
        {
            _ = OPENSSL_sk_push(stack, item);
        }

        return stack;
    }

    private static unsafe nint Read(Certificate certificate)
    {
        fixed (byte* bytes = certificate.Encoded.Span)
        {
            byte* position = bytes;
            return Check(d2i_X509(0, &position, certificate.Encoded.Length), nameof(d2i_X509));
        }
    }

    private static unsafe nint ReadKey(byte[] key)
    {
        fixed (byte* bytes = key)
        {
            byte* position = bytes;
            return Check(d2i_AutoPrivateKey(0, &position, key.Length), nameof(d2i_AutoPrivateKey));
        }
    }
}
