using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>Looks at a bare CMS (RFC 5652), without the mail around it and without a key.</summary>
internal static class CmsInspection
{
    public static async Task<InspectJson> InspectAsync(Stream input, CancellationToken cancellationToken)
    {
        using CmsReader reader = await CmsReader.OpenAsync(input, cancellationToken: cancellationToken);
        InspectLayerJson layer = reader.ContentType switch
        {
            CmsContentType.EnvelopedData or CmsContentType.AuthEnvelopedData => Describe(reader.ContentType, await reader.ReadEnvelopeAsync(cancellationToken)),
            CmsContentType.SignedData => await DescribeSignedAsync(await reader.ReadSignedAsync(cancellationToken), cancellationToken),
            CmsContentType.Other => throw new EnvelopeException(CpsErrorCode.Unsupported, "the CMS is of a content type that is not known", reader.Oid),
            _ => new InspectLayerJson(JsonName.Of(reader.ContentType), "", [], []),
        };
        return new InspectJson("cms", [], [], null, [layer]);
    }

    private static InspectLayerJson Describe(CmsContentType type, EnvelopeReader envelope) => new(
        type == CmsContentType.AuthEnvelopedData ? "authEnveloped" : "enveloped",
        envelope.ContentEncryptionName,
        [.. envelope.Recipients.SelectMany(InspectRecipientJson.Of)],
        []);

    private static async Task<InspectLayerJson> DescribeSignedAsync(SignedDataReader reader, CancellationToken cancellationToken)
    {
        using SignedData signed = await reader.ReadAsync(cancellationToken);
        List<InspectSignerJson> signers = signed.IsDetached
            ? [.. signed.Signers.Select(s => InspectSignerJson.NotChecked(s, signed.Certificates))]
            : [.. signed.Verify().Select(InspectSignerJson.Of)];
        string algorithm = string.Join(", ", signers.Select(s => s.Algorithm).Distinct(StringComparer.Ordinal));
        return new InspectLayerJson(signed.IsDetached ? "detachedSigned" : "opaqueSigned", algorithm, [], signers);
    }
}
