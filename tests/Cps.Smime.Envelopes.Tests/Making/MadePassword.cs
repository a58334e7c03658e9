using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>A PasswordRecipientInfo put together field by field (RFC 5652 section 6.2.4), with as few rounds of PBKDF2 as a test wants.</summary>
internal static class MadePassword
{
    public static byte[] Recipient(long iterations, byte[] wrapped)
    {
        AsnWriter derivation = new(AsnEncodingRules.DER);
        using (derivation.PushSequence())
        {
            derivation.WriteOctetString(new byte[8]);
            derivation.WriteInteger(iterations);
            AlgorithmIdentifier.WithNull(RecipientOids.HmacSha256).Write(derivation);
        }

        AsnWriter cipher = new(AsnEncodingRules.DER);
        new AlgorithmIdentifier(CmsOids.Aes256Cbc, MadeEnvelope.OctetString(new byte[16])).Write(cipher);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
        {
            writer.WriteInteger(0);
            new AlgorithmIdentifier(RecipientOids.Pbkdf2, derivation.Encode()).Write(writer, new Asn1Tag(TagClass.ContextSpecific, 0));
            new AlgorithmIdentifier(RecipientOids.PasswordKek, cipher.Encode()).Write(writer);
            writer.WriteOctetString(wrapped);
        }

        return writer.Encode();
    }

    /// <summary>The content key as <see cref="Recipient"/> carries it.</summary>
    public static byte[] Wrap(string password, int iterations, byte[] contentKey)
    {
        using Password secret = new(password);
        return PasswordKeyWrap.Wrap(secret.Derive(new Pbkdf2Parameters(new byte[8], iterations, null, HashAlgorithmName.SHA256), 32), new byte[16], contentKey);
    }
}
