using System.Formats.Asn1;

namespace Cps.Smime.Envelopes;

/// <summary>RC2-CBC-Parameter of RFC 3370 section 5.2 (RFC 2268 section 6): a number that stands for the key length, and the vector.</summary>
/// <param name="Iv">The initialization vector.</param>
/// <param name="KeyLength">16, 8 or 5 bytes; null for a number that stands for another length.</param>
internal sealed record Rc2Parameters(byte[] Iv, int? KeyLength)
{
    /// <exception cref="EnvelopeException">Malformed, or Refused for a vector of another length than a block.</exception>
    public static Rc2Parameters Read(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            AsnReader outer = new(parameters, AsnEncodingRules.BER);
            AsnReader sequence = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            int? keyLength = !sequence.TryReadInt32(out int version) ? null : version switch
            {
                58 => 16,
                120 => 8,
                160 => 5,
                _ => null,
            };
            byte[] iv = sequence.ReadOctetString();
            sequence.ThrowIfNotEmpty();
            return iv.Length == LegacyCbcDecryptor.BlockLength ? new Rc2Parameters(iv, keyLength) : throw new EnvelopeException(
                Certificates.CpsErrorCode.Refused, $"the initialization vector is not {LegacyCbcDecryptor.BlockLength} bytes long", "RC2-CBC");
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the parameters of the content encryption cannot be read", e);
        }
    }
}
