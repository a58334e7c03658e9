using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Json;

/// <summary>A recipient of an envelope, as the envelope names it.</summary>
/// <param name="Kind">The kind of recipient info (RFC 5652 section 6.2).</param>
/// <param name="Issuer">The issuer of the certificate, or null when it is named otherwise.</param>
/// <param name="SerialNumber">The certificate's serial number, or null.</param>
/// <param name="KeyIdentifier">The identifier of the key, or null.</param>
/// <param name="KeyTransport">How the content key is encrypted, or null when that is not read.</param>
/// <param name="Identifier">The name in one text, for people; null when there is none.</param>
internal sealed record InspectRecipientJson(string Kind, string? Issuer, string? SerialNumber, string? KeyIdentifier, string? KeyTransport, string? Identifier)
{
    /// <summary>The recipients of one recipient info: a key agreement may have several.</summary>
    public static IEnumerable<InspectRecipientJson> Of(RecipientInfo recipient) => recipient switch
    {
        KeyTransRecipientInfo transport => [Of(recipient, transport.Recipient)],
        KemRecipientInfo kem => [Of(recipient, kem.Recipient)],
        KeyAgreeRecipientInfo agreement => agreement.Recipients.Select(r => Of(recipient, r)),
        KekRecipientInfo key => [Of(recipient, null, null, Convert.ToHexString(key.KeyIdentifier.Span), "key " + Convert.ToHexString(key.KeyIdentifier.Span))],
        PasswordRecipientInfo => [Of(recipient, null, null, null, "password")],
        _ => [Of(recipient, null, null, null, null)],
    };

    private static InspectRecipientJson Of(RecipientInfo info, SignerIdentifier who) => who.IsKeyIdentifier
        ? Of(info, null, null, Convert.ToHexString(who.KeyIdentifier.Span), who.ToString())
        : Of(info, who.Issuer!.ToString(), Convert.ToHexString(who.SerialNumber.Span), null, who.ToString());

    private static InspectRecipientJson Of(RecipientInfo info, RecipientEncryptedKey key)
    {
        // "ISSUER, serial 01AB", where the serial number is hexadecimal and so has no comma.
        const string Serial = ", serial ";
        string name = key.ToString();
        int serial = name.LastIndexOf(Serial, StringComparison.Ordinal);
        return !key.KeyIdentifier.IsEmpty ? Of(info, null, null, Convert.ToHexString(key.KeyIdentifier.Span), name)
            : Of(info, name[..serial], name[(serial + Serial.Length)..], null, name);
    }

    private static InspectRecipientJson Of(RecipientInfo info, string? issuer, string? serialNumber, string? keyIdentifier, string? identifier) => new(
        JsonName.Of(info.Kind), issuer, serialNumber, keyIdentifier, info.KeyEncryption is { Length: > 0 } algorithm ? algorithm : null, identifier);
}
