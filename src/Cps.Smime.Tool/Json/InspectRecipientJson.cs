using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Json;

/// <summary>A recipient of an envelope, as the envelope names it.</summary>
internal sealed record InspectRecipientJson(string Kind, string? Issuer, string? SerialNumber, string? KeyIdentifier, string? KeyTransport)
{
    public static InspectRecipientJson Of(RecipientInfo recipient)
    {
        if (recipient is not KeyTransRecipientInfo key)
        {
            return new InspectRecipientJson(JsonName.Of(recipient.Kind), null, null, null, null);
        }

        SignerIdentifier who = key.Recipient;
        string transport = key.Algorithm?.ToString() ?? key.AlgorithmIdentifier.Oid;
        return who.IsKeyIdentifier
            ? new InspectRecipientJson(JsonName.Of(recipient.Kind), null, null, Convert.ToHexString(who.KeyIdentifier.Span), transport)
            : new InspectRecipientJson(JsonName.Of(recipient.Kind), who.Issuer!.ToString(), Convert.ToHexString(who.SerialNumber.Span), null, transport);
    }
}
