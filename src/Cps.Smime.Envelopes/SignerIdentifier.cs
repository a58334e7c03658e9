using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// How a message names a certificate (SignerIdentifier and RecipientIdentifier of RFC 5652 sections 5.3 and 6.2.1): by issuer and serial
/// number, or by subject key identifier. Immutable.
/// </summary>
public sealed class SignerIdentifier : IEquatable<SignerIdentifier>
{
    private static readonly Asn1Tag s_keyIdentifier = new(TagClass.ContextSpecific, 0);

    private SignerIdentifier(DistinguishedName? issuer, ReadOnlyMemory<byte> serialNumber, ReadOnlyMemory<byte> keyIdentifier)
    {
        Issuer = issuer;
        SerialNumber = serialNumber;
        KeyIdentifier = keyIdentifier;
    }

    /// <summary>The issuer, or null when the certificate is named by its key.</summary>
    public DistinguishedName? Issuer { get; }

    /// <summary>The serial number's content octets, or empty.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <summary>The subject key identifier, or empty.</summary>
    public ReadOnlyMemory<byte> KeyIdentifier { get; }

    /// <summary>Whether the certificate is named by its key.</summary>
    public bool IsKeyIdentifier => Issuer is null;

    /// <summary>Whether this names that certificate. A certificate without the key identifier extension has the computed one.</summary>
    public bool Matches(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Issuer is not null
            ? Issuer.Equals(certificate.Issuer) && SerialNumber.Span.SequenceEqual(certificate.SerialNumber.Span)
            : KeyIdentifier.Span.SequenceEqual(certificate.SubjectKeyIdentifier is { } extension ? extension.Span : certificate.ComputeKeyIdentifier());
    }

    /// <inheritdoc/>
    public bool Equals(SignerIdentifier? other) => other is not null && Equals(Issuer, other.Issuer)
        && SerialNumber.Span.SequenceEqual(other.SerialNumber.Span) && KeyIdentifier.Span.SequenceEqual(other.KeyIdentifier.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignerIdentifier);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Issuer, Convert.ToHexString(SerialNumber.Span), Convert.ToHexString(KeyIdentifier.Span));

    /// <summary>For example <c>CN=..., serial 01AB</c> or <c>key 12CD</c>.</summary>
    public override string ToString() => Issuer is null ? "key " + Convert.ToHexString(KeyIdentifier.Span) : $"{Issuer}, serial {Convert.ToHexString(SerialNumber.Span)}";

    internal static SignerIdentifier Read(AsnReader reader)
    {
        if (reader.PeekTag().HasSameClassAndValue(s_keyIdentifier))
        {
            ReadOnlyMemory<byte> key = reader.ReadOctetString(s_keyIdentifier);
            return key.Length is > 0 and <= 128 ? new SignerIdentifier(null, default, key) : throw EnvelopeException.Malformed("a key identifier has an impossible length");
        }

        AsnReader issuerAndSerialNumber = reader.ReadSequence();
        DistinguishedName issuer;
        try
        {
            issuer = new DistinguishedName(issuerAndSerialNumber.ReadEncodedValue());
        }
        catch (CertificateException e)
        {
            throw new EnvelopeException(e.Code, "an issuer's name cannot be read", innerException: e);
        }

        ReadOnlyMemory<byte> serialNumber = issuerAndSerialNumber.ReadIntegerBytes();
        issuerAndSerialNumber.ThrowIfNotEmpty();
        return new SignerIdentifier(issuer, serialNumber, default);
    }

    internal static void WriteIssuerAndSerialNumber(AsnWriter writer, Certificate certificate, Asn1Tag? tag = null)
    {
        using (writer.PushSequence(tag))
        {
            writer.WriteEncodedValue(certificate.Issuer.Encoded.Span);
            writer.WriteInteger(certificate.SerialNumber.Span);
        }
    }
}
