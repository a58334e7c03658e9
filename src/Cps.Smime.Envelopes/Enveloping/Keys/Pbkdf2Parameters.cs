using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>PBKDF2-params of RFC 8018 appendix A.2. The work it asks for is known here, before any of it is done.</summary>
/// <param name="Salt">The salt.</param>
/// <param name="Iterations">How many rounds; more than an int holds is <see cref="int.MaxValue"/>, which is more than any limit.</param>
/// <param name="KeyLength">The length of the derived key in bytes, or null when it is left to the key encryption algorithm.</param>
/// <param name="Digest">The digest of the HMAC.</param>
internal sealed record Pbkdf2Parameters(ReadOnlyMemory<byte> Salt, int Iterations, int? KeyLength, HashAlgorithmName Digest)
{
    private const int LongestSalt = 1024;

    /// <summary>The parameters, or null when they are none that are read.</summary>
    /// <exception cref="AsnContentException">They are not PBKDF2-params.</exception>
    public static Pbkdf2Parameters? Read(AlgorithmIdentifier algorithm)
    {
        if (algorithm.Oid != RecipientOids.Pbkdf2)
        {
            return null;
        }

        AsnReader reader = new AsnReader(algorithm.Parameters, AsnEncodingRules.BER).ReadSequence();
        ReadOnlyMemory<byte> salt = reader.ReadOctetString();
        BigInteger iterations = reader.ReadInteger();
        int? keyLength = reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)
            ? (int)BigInteger.Min(BigInteger.Max(reader.ReadInteger(), 0), int.MaxValue)
            : null;
        HashAlgorithmName? digest = HashAlgorithmName.SHA1;
        if (reader.HasData)
        {
            AlgorithmIdentifier function = AlgorithmIdentifier.Read(reader);
            digest = !function.HasNoParameters ? null : function.Oid switch
            {
                RecipientOids.HmacSha1 => HashAlgorithmName.SHA1,
                RecipientOids.HmacSha256 => HashAlgorithmName.SHA256,
                RecipientOids.HmacSha384 => HashAlgorithmName.SHA384,
                RecipientOids.HmacSha512 => HashAlgorithmName.SHA512,
                _ => null,
            };
        }

        reader.ThrowIfNotEmpty();
        return digest is null || iterations.Sign <= 0 || salt.Length > LongestSalt
            ? null
            : new Pbkdf2Parameters(salt, (int)BigInteger.Min(iterations, int.MaxValue), keyLength, digest.Value);
    }

    /// <summary>The identifier to write, with HMAC-SHA-256.</summary>
    public AlgorithmIdentifier Write()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Salt.Span);
            writer.WriteInteger(Iterations);
            AlgorithmIdentifier.WithNull(RecipientOids.HmacSha256).Write(writer);
        }

        return new AlgorithmIdentifier(RecipientOids.Pbkdf2, writer.Encode());
    }
}
