namespace Cps.Smime.Certificates;

/// <summary>One extension of a certificate (RFC 5280 section 4.2).</summary>
/// <param name="Oid">The extension's object identifier.</param>
/// <param name="IsCritical">Whether whoever does not understand it must refuse the certificate.</param>
/// <param name="Value">The content of its OCTET STRING, normally DER.</param>
public sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
