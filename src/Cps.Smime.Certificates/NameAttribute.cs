using System.Formats.Asn1;

namespace Cps.Smime.Certificates;

/// <summary>One AttributeTypeAndValue of a distinguished name (RFC 5280 section 4.1.2.4).</summary>
/// <param name="Oid">The attribute type.</param>
/// <param name="Value">The value as text; when it is not a character string, <c>#</c> and its DER in hexadecimal (RFC 4514 section 2.4).</param>
/// <param name="StringType">The ASN.1 string type it was written in.</param>
public sealed record NameAttribute(string Oid, string Value, UniversalTagNumber StringType);
