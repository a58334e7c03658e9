using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Cards.Simulator;

/// <summary>The objects of a card: certificates that anyone reads, private keys that only a login shows, data objects.</summary>
public sealed partial class SimulatedCard
{
    /// <summary>Adds a further certificate without a key, or one whose CKA_ID clashes with another's, as badly personalised tokens have.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="label">Its CKA_LABEL.</param>
    /// <param name="id">Its CKA_ID.</param>
    public void AddCertificate(Certificates.Certificate certificate, string label, ReadOnlySpan<byte> id)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        AsnWriter serial = new(AsnEncodingRules.DER);
        serial.WriteInteger(certificate.SerialNumber.Span);
        TokenObject item = new(Ck.CKO_CERTIFICATE, isPrivate: false);
        item.Set(Ck.CKA_CERTIFICATE_TYPE, Ck.CKC_X_509);
        item.Set(Ck.CKA_LABEL, label);
        item.Set(Ck.CKA_ID, id.ToArray());
        item.Set(Ck.CKA_SUBJECT, certificate.Subject.Encoded.ToArray());
        item.Set(Ck.CKA_ISSUER, certificate.Issuer.Encoded.ToArray());
        item.Set(Ck.CKA_SERIAL_NUMBER, serial.Encode());
        item.Set(Ck.CKA_VALUE, certificate.Encoded.ToArray());
        Add(item);
    }

    /// <summary>Adds a further key pair, with the rules of a software token.</summary>
    /// <param name="key">The certificate and its key.</param>
    /// <param name="label">The CKA_LABEL of both.</param>
    /// <param name="id">The CKA_ID of both.</param>
    public void AddKeyPair(SimulatedKey key, string label, ReadOnlySpan<byte> id) =>
        AddKeyPair(key, label, label, id.ToArray(), KeyRule.Software, new SimulatedCardOptions());

    private void AddKeyPair(SimulatedKey key, string certificateLabel, string keyLabel, byte[] id, KeyRule rule, SimulatedCardOptions options)
    {
        ArgumentNullException.ThrowIfNull(key);
        AddCertificate(key.Certificate, certificateLabel, id);
        RSAParameters parameters = key.PrivateKey.ExportParameters(includePrivateParameters: true);
        TokenObject item = new(Ck.CKO_PRIVATE_KEY, isPrivate: true) { Key = RSA.Create(parameters), Rule = rule, AlwaysAuthenticate = rule == KeyRule.Software && options.AlwaysAuthenticate };
        item.Set(Ck.CKA_KEY_TYPE, Ck.CKK_RSA);
        item.Set(Ck.CKA_LABEL, keyLabel);
        item.Set(Ck.CKA_ID, id);
        item.Set(Ck.CKA_SUBJECT, key.Certificate.Subject.Encoded.ToArray());
        item.Set(Ck.CKA_MODULUS, parameters.Modulus!);
        item.Set(Ck.CKA_PUBLIC_EXPONENT, parameters.Exponent!);
        item.Set(Ck.CKA_SENSITIVE, true);
        item.Set(Ck.CKA_EXTRACTABLE, false);
        item.Set(Ck.CKA_SIGN, true);
        item.Set(Ck.CKA_DECRYPT, rule is not (KeyRule.Cps3Signature or KeyRule.Cps4Signature));
        if (rule == KeyRule.Software)
        {
            // The real CPS module does not know this attribute.
            item.Set(Ck.CKA_ALWAYS_AUTHENTICATE, options.AlwaysAuthenticate);
        }

        Add(item);
    }

    private void AddCpsData(SimulatedCardOptions options)
    {
        AddData("CPS_DATA", [], isPrivate: false, isWritable: true);
        AddData("CPS_ID_CARD", Encoding.ASCII.GetBytes("8025000001" + options.CardNumber), isPrivate: false);
        AddData("CPS_NAME_PS", Encoding.Latin1.GetBytes(options.HolderName), isPrivate: false);
        AddData("CPS_LANG_PS", "fr"u8.ToArray(), isPrivate: false);
        AddData("CPS_INFO_PS", "10SM26"u8.ToArray(), isPrivate: false);
        AddData("CPS_ACTIVITY_01_PS", [0xEE, 0x00], isPrivate: true);
    }

    private void AddData(string label, byte[] value, bool isPrivate, bool isWritable = false)
    {
        TokenObject item = new(Ck.CKO_DATA, isPrivate) { IsWritable = isWritable };
        item.Set(Ck.CKA_LABEL, label);
        item.Set(Ck.CKA_APPLICATION, "CPS");
        item.Set(Ck.CKA_VALUE, value);
        Add(item);
    }
}
