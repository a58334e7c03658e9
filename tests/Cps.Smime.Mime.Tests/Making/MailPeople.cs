using Cps.Smime.Certificates;
using Cps.Smime.TestPki;

namespace Cps.Smime.MailTesting;

/// <summary>Somebody who signs and somebody who receives.</summary>
internal static class MailPeople
{
    private static readonly Lazy<TestAuthorities> s_authorities = new(() => TestAuthorities.Create());
    private static readonly Lazy<SoftwareKey> s_signer = new(() => s_authorities.Value.IssueMail("Signataire", "signataire@cabinet.example", MailUsage.Sign).ToSoftwareKey());
    private static readonly Lazy<SoftwareKey> s_recipient = new(() => s_authorities.Value.IssueMail("Destinataire", "destinataire@cabinet.example", MailUsage.Encrypt).ToSoftwareKey());

    public static SoftwareKey Signer => s_signer.Value;

    public static SoftwareKey Recipient => s_recipient.Value;
}
