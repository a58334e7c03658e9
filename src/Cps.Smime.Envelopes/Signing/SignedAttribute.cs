namespace Cps.Smime.Envelopes;

/// <summary>An attribute to be signed along (RFC 5652 section 5.3).</summary>
/// <param name="Oid">Its type.</param>
/// <param name="Value">The DER of its one value.</param>
public sealed record SignedAttribute(string Oid, ReadOnlyMemory<byte> Value);
