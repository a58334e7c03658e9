namespace Cps.Smime.Tool.Json;

/// <summary>What <c>card doctor --json</c> prints.</summary>
internal sealed record CardDoctorJson(bool IsWell, IReadOnlyList<CardCheckJson> Checks);
