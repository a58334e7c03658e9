using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Fuzz;

/// <summary>
/// Makes the files of the folder Seeds anew: a message of every content type, every kind of recipient, every cipher and every way of
/// signing, and mail that holds some of them. They are files, and not made at each start, so that a run can be repeated by its seed.
/// </summary>
internal static class SeedFiles
{
    public static async Task WriteAsync(string folder)
    {
        void Save(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
        byte[] letter = Contents.Letter;
        Certificate rsa = People.Rsa.Certificate;
        Recipient oaep = new(rsa, KeyTransportAlgorithm.RsaOaepSha256);
        KeyAgreementRecipient p256 = new(People.P256.Certificate);
        foreach (ContentEncryption encryption in Enum.GetValues<ContentEncryption>().Where(e => e <= ContentEncryption.ChaCha20Poly1305))
        {
            Save($"cipher-{encryption}.p7m", await SealAsync(letter, encryption, new KeyEncryptionKeyRecipient(People.SharedKey)));
        }

        Save("rsa-oaep.p7m", await SealAsync(letter, ContentEncryption.Aes256Gcm, oaep));
        Save("rsa-v15-ski.p7m", await SealAsync(letter, ContentEncryption.Aes256Cbc, new Recipient(rsa, KeyTransportAlgorithm.RsaPkcs1) { ByKeyIdentifier = true }));
        Save("p256.p7m", await SealAsync(letter, ContentEncryption.Aes256Gcm, p256));
        Save("p521-ski-ukm.p7m", await SealAsync(letter, ContentEncryption.Aes256Gcm, new KeyAgreementRecipient(People.P521.Certificate) { ByKeyIdentifier = true, UserKeyingMaterial = new byte[] { 1, 2, 3 } }));
        Save("x25519.p7m", await SealAsync(letter, ContentEncryption.ChaCha20Poly1305, new KeyAgreementRecipient(People.X25519.Certificate)));
        Save("mlkem.p7m", await SealAsync(letter, ContentEncryption.Aes256Gcm, new KemRecipient(People.MLKem.Certificate)));
        Save("several.p7m", await SealAsync(letter, ContentEncryption.Aes256Gcm, p256, new KeyEncryptionKeyRecipient(People.SharedKey), new KeyAgreementRecipient(People.X25519.Certificate), oaep));
        Save("derived-key.p7m", await SealAsync(letter, ContentEncryption.Aes256Gcm, new EnvelopeOptions { DeriveContentKey = true }, p256));
        Save("long-gcm.p7m", await SealAsync(Contents.Long, ContentEncryption.Aes256Gcm, new KeyEncryptionKeyRecipient(People.SharedKey)));
        Save("empty-gcm.p7m", await SealAsync([], ContentEncryption.Aes256Gcm, p256));
        byte[] contentKey = Fixed.Secret("made", 32);
        byte[] transport = MadeMessage.KeyTransport(rsa, contentKey);
        Save("ccm.p7m", MadeMessage.Ccm(letter, contentKey, transport));
        Save("attributes.p7m", MadeMessage.GcmWithAttributes(letter, contentKey, transport));
        Save("triple-des.p7m", MadeMessage.TripleDes(letter, contentKey[..24], MadeMessage.KeyTransport(rsa, contentKey[..24])));
        Save("password.p7m", MadeMessage.ForPassword(letter, contentKey, "fauvette"));
        Save("encrypted.p7m", MadeMessage.EncryptedData(letter));
        Save("digested.p7m", MadeMessage.DigestedData(letter));
        Save("compressed.p7m", MadeMessage.CompressedData(letter));
        Save("compressed-long.p7m", MadeMessage.CompressedData(Contents.Long));

        Save("opaque-rsa.p7m", await SignAsync(letter, People.Doctor));
        Save("opaque-pss.p7m", await SignAsync(letter, new SigningOptions { Algorithm = SignatureAlgorithm.RsaPssSha512, IncludeIntermediates = false }, People.Doctor));
        Save("opaque-two.p7m", await SignAsync(letter, People.Doctor, People.Nurse));
        byte[] detached = await SignedDataWriter.SignDetachedAsync(new MemoryStream(letter), People.Nurse);
        byte[] bySecretary = await SignedDataWriter.SignDetachedAsync(new MemoryStream(letter), People.Secretary);
        Save("detached-ec.p7m", detached);
        Save("detached-rsa.p7m", bySecretary);
        Save("certificates.p7m", SignedDataWriter.WriteCertificates([People.Doctor.Certificate, People.Nurse.Certificate]));
        byte[] opaque = await SignAsync(letter, People.Secretary);
        byte[] sealedSigned = await SealAsync(opaque, ContentEncryption.Aes256Gcm, p256);
        Save("signed-in-sealed.p7m", sealedSigned);
        Save("sealed-in-compressed.p7m", MadeMessage.CompressedData(sealedSigned));

        string signed = Mail.MultipartSigned(letter, bySecretary);
        byte[] sealedMail = await SealAsync(Encoding.Latin1.GetBytes(signed), ContentEncryption.Aes256Gcm, oaep);
        Save("signed.eml", Mail.Message(signed));
        Save("opaque.eml", Mail.Message(Mail.Pkcs7(opaque, "signed-data")));
        Save("sealed.eml", Mail.Message(Mail.Pkcs7(sealedMail, "authEnveloped-data")));
        Save("compressed.eml", Mail.Message(Mail.Pkcs7(MadeMessage.CompressedData(Encoding.Latin1.GetBytes(signed)), "compressed-data")));
        Save("triple.eml", Mail.Message(Mail.MultipartSigned(
            Encoding.Latin1.GetBytes(Mail.Pkcs7(sealedMail, "authEnveloped-data")), await SignedDataWriter.SignDetachedAsync(new MemoryStream(Encoding.Latin1.GetBytes(Mail.Pkcs7(sealedMail, "authEnveloped-data"))), People.Doctor), "triple")));
        Save("mixed.eml", Mail.Message(
            "Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n--m\r\n" + Encoding.Latin1.GetString(letter) + "\r\n--m\r\n" + signed
            + "\r\n--m\r\nContent-Type: application/pdf; name*0*=iso-8859-1''%E9; name*1=x\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--m\r\n"
            + "Content-Type: message/rfc822\r\n\r\n" + Encoding.Latin1.GetString(Mail.Message(Encoding.Latin1.GetString(letter))) + "\r\n--m--\r\n"));
    }

    private static Task<byte[]> SealAsync(byte[] content, ContentEncryption encryption, params EnvelopeRecipient[] recipients) =>
        SealAsync(content, encryption, EnvelopeOptions.Default, recipients);

    private static async Task<byte[]> SealAsync(byte[] content, ContentEncryption encryption, EnvelopeOptions options, params EnvelopeRecipient[] recipients)
    {
        using MemoryStream message = new();
        await using EnvelopeStream envelope = await EnvelopeStream.CreateAsync(message, recipients, encryption, options);
        await envelope.WriteAsync(content);
        await envelope.CompleteAsync();
        return message.ToArray();
    }

    private static Task<byte[]> SignAsync(byte[] content, params ISigningKey[] keys) => SignAsync(content, new SigningOptions(), keys);

    private static async Task<byte[]> SignAsync(byte[] content, SigningOptions options, params ISigningKey[] keys)
    {
        using MemoryStream message = new();
        await using SignedDataStream signed = await SignedDataStream.CreateAsync(message, keys, options with { Time = Fixed.Time });
        await signed.WriteAsync(content);
        await signed.CompleteAsync();
        return message.ToArray();
    }
}
