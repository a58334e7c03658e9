namespace Cps.Smime.Tool.Json;

/// <summary>What <c>inspect --json</c> prints.</summary>
/// <param name="Kind"><c>mail</c> or <c>cms</c>.</param>
/// <param name="From">The addresses of the From fields; empty for a bare CMS.</param>
/// <param name="To">The addresses of the To fields; empty for a bare CMS.</param>
/// <param name="Subject">The subject; null for a bare CMS.</param>
/// <param name="Layers">The layers that can be seen without a key, outermost first.</param>
internal sealed record InspectJson(string Kind, IReadOnlyList<string> From, IReadOnlyList<string> To, string? Subject, IReadOnlyList<InspectLayerJson> Layers);
