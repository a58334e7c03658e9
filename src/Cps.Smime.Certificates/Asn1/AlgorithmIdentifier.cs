using System.Formats.Asn1;

namespace Cps.Smime.Certificates;

/// <summary>AlgorithmIdentifier of RFC 5280 section 4.1.1.2: an object identifier and its parameters, kept as they were encoded.</summary>
/// <param name="Oid">The dotted object identifier.</param>
/// <param name="Parameters">The DER of the parameters; empty when they are absent.</param>
public readonly record struct AlgorithmIdentifier(string Oid, ReadOnlyMemory<byte> Parameters)
{
    private static readonly byte[] s_null = [0x05, 0x00];

    /// <summary>Whether the parameters are absent or an ASN.1 NULL.</summary>
    public bool HasNoParameters => Parameters.IsEmpty || Parameters.Span.SequenceEqual(s_null);

    /// <summary>An identifier whose parameters are an ASN.1 NULL, as RFC 8017 asks of RSA.</summary>
    public static AlgorithmIdentifier WithNull(string oid) => new(oid, s_null);

    /// <summary>An identifier without parameters.</summary>
    public static AlgorithmIdentifier WithoutParameters(string oid) => new(oid, default);

    /// <summary>Reads one from a reader.</summary>
    /// <exception cref="AsnContentException">It is not an AlgorithmIdentifier.</exception>
    public static AlgorithmIdentifier Read(AsnReader reader, Asn1Tag? tag = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        AsnReader sequence = reader.ReadSequence(tag);
        string oid = sequence.ReadObjectIdentifier();
        ReadOnlyMemory<byte> parameters = sequence.HasData ? sequence.ReadEncodedValue() : default;
        sequence.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(oid, parameters);
    }

    /// <summary>Writes it as DER.</summary>
    public void Write(AsnWriter writer, Asn1Tag? tag = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using (writer.PushSequence(tag))
        {
            writer.WriteObjectIdentifier(Oid);
            if (!Parameters.IsEmpty)
            {
                writer.WriteEncodedValue(Parameters.Span);
            }
        }
    }

    /// <summary>Whether both have the same object identifier and the same parameters; absent parameters equal NULL.</summary>
    public bool Equals(AlgorithmIdentifier other) =>
        Oid == other.Oid && ((HasNoParameters && other.HasNoParameters) || Parameters.Span.SequenceEqual(other.Parameters.Span));

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Oid ?? "");
}
