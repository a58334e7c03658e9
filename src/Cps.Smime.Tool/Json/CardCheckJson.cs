namespace Cps.Smime.Tool.Json;

/// <summary>A finding of the doctor: <c>ok</c>, <c>warning</c> or <c>problem</c>, in the person's language.</summary>
internal sealed record CardCheckJson(string Status, string Finding, string? Advice);
