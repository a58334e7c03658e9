namespace Cps.Smime.Tool.Json;

/// <summary>What <c>--json</c> prints when a command fails.</summary>
internal sealed record FailureJson(ErrorJson Error, int ExitStatus);
