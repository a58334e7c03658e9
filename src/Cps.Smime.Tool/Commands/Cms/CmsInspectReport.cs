using System.Globalization;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>The report of <c>cms inspect</c> for a person.</summary>
internal static class CmsInspectReport
{
    public static void Write(ToolConsole console, CmsInspectJson found)
    {
        string detached = found.IsDetached == true && found.Signers.Count > 0 ? console.Say(", detached", ", détaché") : "";
        console.WriteLine($"{found.ContentType}{detached} ({found.Form})  {found.Algorithm}".TrimEnd());
        if (found.ContentType == "other")
        {
            console.WriteLine(found.Oid);
        }

        if (found.InnerContentType is { } inner)
        {
            console.WriteLine(console.Say("Content type inside: ", "Type du contenu : ") + inner);
        }

        if (found.Length is { } length)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{console.Say("Content, in bytes: ", "Contenu, en octets : ")}{length}"));
        }

        if (found.Integrity is { } integrity)
        {
            console.WriteLine(console.Say("Digest: ", "Empreinte : ") + (integrity == "intact" ? console.Say("of this content", "de ce contenu") : console.Say("of other content", "d'un autre contenu")));
        }

        InspectReport.WriteRecipients(console, found.Recipients);
        InspectReport.WriteSigners(console, found.Signers, "cms verify");
        if (found.Certificates.Count > 0)
        {
            console.WriteTable(
                [console.Say("Certificate", "Certificat"), console.Say("Issuer", "Émetteur"), console.Say("Serial number", "Numéro de série"), console.Say("Valid until", "Valable jusqu'au")],
                found.Certificates.Select(c => new[] { c.Name, c.Issuer, c.SerialNumber, c.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }));
        }
    }
}
