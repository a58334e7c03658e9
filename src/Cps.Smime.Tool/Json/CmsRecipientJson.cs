using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Json;

/// <summary>Somebody who can open a message, or whose key opened it.</summary>
internal sealed record CmsRecipientJson(string Kind, CertificateJson? Certificate)
{
    public static CmsRecipientJson Of(RecipientKind kind, Certificate? certificate) => new(JsonName.Of(kind), certificate is null ? null : CertificateJson.Of(certificate));

    public static CmsRecipientJson Of(EnvelopeRecipient recipient) => Of(recipient.Kind, recipient switch
    {
        Recipient rsa => rsa.Certificate,
        KeyAgreementRecipient agreement => agreement.Certificate,
        KemRecipient kem => kem.Certificate,
        _ => null,
    });
}
