using System.CommandLine;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary><c>cms inspect</c>: what a CMS message of any type is made of, without a key.</summary>
internal static class CmsInspectCommand
{
    public static Command Create(ToolConsole console)
    {
        Option<string> input = CmsOptions.In("The message, in DER, BER, PEM or S/MIME");
        Option<bool> json = CommonOptions.Json();
        Command command = new("inspect", "Say what a CMS message is made of; needs no key.") { input, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(console, new CmsFiles(parsed.GetRequiredValue(input), null, parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolConsole console, CmsFiles files, CancellationToken cancellationToken)
    {
        files.Check();
        CmsInspectJson found = await InputFiles.NamingAsync(files.InName, () => InspectAsync(files.In, cancellationToken));
        if (files.Json)
        {
            console.WriteJson(found, ToolJson.Instance.CmsInspectJson);
        }
        else
        {
            CmsInspectReport.Write(console, found);
        }

        return ExitStatus.Done;
    }

    private static async Task<CmsInspectJson> InspectAsync(string path, CancellationToken cancellationToken)
    {
        await using CmsSource source = CmsSource.Open(path);
        using CmsInput input = await CmsInput.OpenAsync(source, cancellationToken);

        // Everything is read, because nothing is released.
        using CmsReader reader = await CmsReader.OpenAsync(input.Cms, CmsInput.Limits, LegacyAlgorithms.All, cancellationToken);
        CmsInspectJson found = new(input.Form, JsonName.Of(reader.ContentType), reader.Oid, null, "");
        switch (reader.ContentType)
        {
            case CmsContentType.EnvelopedData or CmsContentType.AuthEnvelopedData:
                EnvelopeReader envelope = await reader.ReadEnvelopeAsync(cancellationToken);
                return found with
                {
                    InnerContentType = envelope.ContentTypeOid,
                    Algorithm = envelope.ContentEncryptionName,
                    Recipients = [.. envelope.Recipients.SelectMany(InspectRecipientJson.Of)],
                };
            case CmsContentType.SignedData:
                SignedDataReader signed = await reader.ReadSignedAsync(cancellationToken);
                return await InspectSignedAsync(found, await signed.ReadAsync(cancellationToken), input, cancellationToken);
            case CmsContentType.CompressedData:
                return found with { InnerContentType = (await reader.ReadCompressedAsync(cancellationToken)).ContentTypeOid, Algorithm = "zlib" };
            case CmsContentType.DigestedData:
                using (DigestedData digested = await reader.ReadDigestedAsync(cancellationToken))
                {
                    return found with
                    {
                        InnerContentType = digested.ContentTypeOid,
                        Algorithm = digested.Digest.Name!,
                        Integrity = digested.IsIntact ? "intact" : "broken",
                        Length = digested.Content.Length,
                    };
                }

            case CmsContentType.EncryptedData:
                EncryptedDataReader encrypted = await reader.ReadEncryptedAsync(cancellationToken);
                return found with { InnerContentType = encrypted.ContentTypeOid, Algorithm = encrypted.ContentEncryptionName };
            default:
                return found;
        }
    }

    private static async Task<CmsInspectJson> InspectSignedAsync(CmsInspectJson found, SignedData signed, CmsInput input, CancellationToken cancellationToken)
    {
        using VerifiedCms verified = signed.IsDetached && signed.Signers.Count > 0 && input.TakeContent() is { } content
            ? await VerifiedCms.VerifyDetachedAsync(signed, content, cancellationToken)
            : new VerifiedCms(signed, signed.IsDetached ? [] : signed.Verify(), null);
        InspectSignerJson[] signers = verified.HasContent
            ? [.. verified.Signers.Select(InspectSignerJson.Of)]
            : [.. signed.Signers.Select(s => InspectSignerJson.NotChecked(s, signed.Certificates))];
        return found with
        {
            InnerContentType = signed.ContentTypeOid,
            Algorithm = string.Join(", ", signers.Select(s => s.Algorithm).Distinct(StringComparer.Ordinal)),
            IsDetached = signed.IsDetached,
            Length = verified.HasContent ? verified.Content.Length : null,
            Signers = signers,
            Certificates = [.. signed.Certificates.Select(CertificateJson.Of)],
        };
    }
}
