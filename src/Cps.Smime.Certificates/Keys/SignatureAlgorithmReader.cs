using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>Maps AlgorithmIdentifiers of signatures (RFC 4055, RFC 5758) to <see cref="SignatureAlgorithm"/> and back.</summary>
public static class SignatureAlgorithmReader
{
    private static readonly Asn1Tag s_hash = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_mask = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_salt = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag s_trailer = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>The algorithm that the identifier names, or null when it is none that this library verifies.</summary>
    /// <param name="identifier">The signature algorithm of a certificate or a SignerInfo.</param>
    /// <param name="digest">The digest named beside it (SignerInfo.digestAlgorithm), needed when the identifier is a bare rsaEncryption.</param>
    public static SignatureAlgorithm? Read(AlgorithmIdentifier identifier, HashAlgorithmName? digest = null)
    {
        SignatureAlgorithm? algorithm = identifier.Oid switch
        {
            Oids.RsaEncryption => digest is { } d ? Pkcs1(d) : null,
            Oids.Sha1WithRsa => SignatureAlgorithm.RsaPkcs1Sha1,
            Oids.Sha256WithRsa => SignatureAlgorithm.RsaPkcs1Sha256,
            Oids.Sha384WithRsa => SignatureAlgorithm.RsaPkcs1Sha384,
            Oids.Sha512WithRsa => SignatureAlgorithm.RsaPkcs1Sha512,
            Oids.EcdsaWithSha256 => SignatureAlgorithm.EcdsaSha256,
            Oids.EcdsaWithSha384 => SignatureAlgorithm.EcdsaSha384,
            Oids.EcdsaWithSha512 => SignatureAlgorithm.EcdsaSha512,
            Oids.RsassaPss => ReadPss(identifier.Parameters),
            _ => null,
        };
        return identifier.Oid != Oids.RsassaPss && !identifier.HasNoParameters ? null : algorithm;
    }

    /// <summary>The identifier of an algorithm as certificates and SignerInfos carry it.</summary>
    public static AlgorithmIdentifier ToIdentifier(SignatureAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return (algorithm.Family, algorithm.Digest.Name) switch
        {
            (SignatureFamily.RsaPkcs1, "SHA1") => AlgorithmIdentifier.WithNull(Oids.Sha1WithRsa),
            (SignatureFamily.RsaPkcs1, "SHA256") => AlgorithmIdentifier.WithNull(Oids.Sha256WithRsa),
            (SignatureFamily.RsaPkcs1, "SHA384") => AlgorithmIdentifier.WithNull(Oids.Sha384WithRsa),
            (SignatureFamily.RsaPkcs1, "SHA512") => AlgorithmIdentifier.WithNull(Oids.Sha512WithRsa),
            (SignatureFamily.Ecdsa, "SHA256") => AlgorithmIdentifier.WithoutParameters(Oids.EcdsaWithSha256),
            (SignatureFamily.Ecdsa, "SHA384") => AlgorithmIdentifier.WithoutParameters(Oids.EcdsaWithSha384),
            (SignatureFamily.Ecdsa, "SHA512") => AlgorithmIdentifier.WithoutParameters(Oids.EcdsaWithSha512),
            (SignatureFamily.RsaPss, _) => new AlgorithmIdentifier(Oids.RsassaPss, WritePss(algorithm.Digest)),
            _ => throw new ArgumentException("Not an algorithm that is written.", nameof(algorithm)),
        };
    }

    private static SignatureAlgorithm? Pkcs1(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => SignatureAlgorithm.RsaPkcs1Sha1,
        "SHA256" => SignatureAlgorithm.RsaPkcs1Sha256,
        "SHA384" => SignatureAlgorithm.RsaPkcs1Sha384,
        "SHA512" => SignatureAlgorithm.RsaPkcs1Sha512,
        _ => null,
    };

    // RSASSA-PSS-params (RFC 4055 section 3.1), only where digest, mask digest and salt length agree: the platform knows no other form.
    private static SignatureAlgorithm? ReadPss(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            AsnReader outer = new(parameters, AsnEncodingRules.DER);
            AsnReader sequence = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            string hash = Next(sequence, s_hash) is { } h ? AlgorithmIdentifier.Read(h).Oid : Oids.Sha1;
            string maskHash = Oids.Sha1;
            if (Next(sequence, s_mask) is { } m)
            {
                AlgorithmIdentifier mask = AlgorithmIdentifier.Read(m);
                maskHash = mask.Oid == Oids.Mgf1 ? AlgorithmIdentifier.Read(new AsnReader(mask.Parameters, AsnEncodingRules.DER)).Oid : "";
            }

            int salt = Next(sequence, s_salt) is { } s && s.TryReadInt32(out int length) ? length : 20;
            int trailer = Next(sequence, s_trailer) is { } t && t.TryReadInt32(out int field) ? field : 1;
            sequence.ThrowIfNotEmpty();
            return hash != maskHash || trailer != 1 ? null : (hash, salt) switch
            {
                (Oids.Sha256, 32) => SignatureAlgorithm.RsaPssSha256,
                (Oids.Sha384, 48) => SignatureAlgorithm.RsaPssSha384,
                (Oids.Sha512, 64) => SignatureAlgorithm.RsaPssSha512,
                _ => null,
            };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static AsnReader? Next(AsnReader sequence, Asn1Tag tag) =>
        sequence.HasData && sequence.PeekTag().HasSameClassAndValue(tag) ? sequence.ReadSequence(tag) : null;

    private static byte[] WritePss(HashAlgorithmName digest)
    {
        (string oid, int salt) = digest.Name switch
        {
            "SHA256" => (Oids.Sha256, 32),
            "SHA384" => (Oids.Sha384, 48),
            _ => (Oids.Sha512, 64),
        };
        AlgorithmIdentifier hash = AlgorithmIdentifier.WithNull(oid);
        AsnWriter hashParameters = new(AsnEncodingRules.DER);
        hash.Write(hashParameters);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(s_hash))
            {
                hash.Write(writer);
            }

            using (writer.PushSequence(s_mask))
            {
                new AlgorithmIdentifier(Oids.Mgf1, hashParameters.Encode()).Write(writer);
            }

            using (writer.PushSequence(s_salt))
            {
                writer.WriteInteger(salt);
            }
        }

        return writer.Encode();
    }
}
