namespace Cps.Smime.Tool.Json;

/// <summary>A layer as it can be seen without a key.</summary>
internal sealed record InspectLayerJson(string Type, string Algorithm, IReadOnlyList<InspectRecipientJson> Recipients, IReadOnlyList<InspectSignerJson> Signers);
