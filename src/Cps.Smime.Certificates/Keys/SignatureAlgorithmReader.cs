using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Cps.Smime.Certificates;

/// <summary>Maps AlgorithmIdentifiers of signatures (RFC 4055, RFC 5758, RFC 8410, RFC 9881) to <see cref="SignatureAlgorithm"/> and back.</summary>
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
            Oids.Md5WithRsa => digest == HashAlgorithmName.MD5 ? SignatureAlgorithm.RsaPkcs1Md5 : null,
            Oids.Sha1WithRsa => SignatureAlgorithm.RsaPkcs1Sha1,
            Oids.Sha256WithRsa => SignatureAlgorithm.RsaPkcs1Sha256,
            Oids.Sha384WithRsa => SignatureAlgorithm.RsaPkcs1Sha384,
            Oids.Sha512WithRsa => SignatureAlgorithm.RsaPkcs1Sha512,
            Oids.EcdsaWithSha256 => SignatureAlgorithm.EcdsaSha256,
            Oids.EcdsaWithSha384 => SignatureAlgorithm.EcdsaSha384,
            Oids.EcdsaWithSha512 => SignatureAlgorithm.EcdsaSha512,
            Oids.RsassaPss => ReadPss(identifier.Parameters),
            _ when PureSignature.FamilyOf(identifier.Oid) is { } family => identifier.Parameters.IsEmpty ? PureSignature.AlgorithmOf(family) : null,
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
            (SignatureFamily.RsaPss, _) => new AlgorithmIdentifier(Oids.RsassaPss, WritePss(algorithm)),
            (SignatureFamily.Ed25519, _) => AlgorithmIdentifier.WithoutParameters(Oids.Ed25519),
            (SignatureFamily.MLDsa44, _) => AlgorithmIdentifier.WithoutParameters(Oids.MLDsa44),
            (SignatureFamily.MLDsa65, _) => AlgorithmIdentifier.WithoutParameters(Oids.MLDsa65),
            (SignatureFamily.MLDsa87, _) => AlgorithmIdentifier.WithoutParameters(Oids.MLDsa87),
            _ => throw new ArgumentException("Not an algorithm that is written.", nameof(algorithm)),
        };
    }

    private static SignatureAlgorithm? Pkcs1(HashAlgorithmName digest) => digest.Name switch
    {
        "MD5" => SignatureAlgorithm.RsaPkcs1Md5,
        "SHA1" => SignatureAlgorithm.RsaPkcs1Sha1,
        "SHA256" => SignatureAlgorithm.RsaPkcs1Sha256,
        "SHA384" => SignatureAlgorithm.RsaPkcs1Sha384,
        "SHA512" => SignatureAlgorithm.RsaPkcs1Sha512,
        _ => null,
    };

    /// <summary>Reads RSASSA-PSS-params (RFC 4055 section 3.1), whose fields have SHA-1 and 20 bytes for defaults; null when they are not readable.</summary>
    internal static SignatureAlgorithm? ReadPss(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            AsnReader outer = new(parameters, AsnEncodingRules.DER);
            AsnReader sequence = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            string hash = Next(sequence, s_hash) is { } h ? ReadDigest(h) : Oids.Sha1;
            string maskHash = Oids.Sha1;
            if (Next(sequence, s_mask) is { } m)
            {
                AlgorithmIdentifier mask = AlgorithmIdentifier.Read(m);
                maskHash = mask.Oid == Oids.Mgf1 ? ReadDigest(new AsnReader(mask.Parameters, AsnEncodingRules.DER)) : "";
            }

            int salt = Next(sequence, s_salt) is { } s ? ReadNumber(s) : 20;
            int trailer = Next(sequence, s_trailer) is { } t ? ReadNumber(t) : 1;
            sequence.ThrowIfNotEmpty();
            return trailer == 1 && salt is >= 0 and <= CertificatePublicKey.MaximumRsaBits / 8 && Digest(hash) is { } digest && Digest(maskHash) is { } maskDigest
                ? SignatureAlgorithm.RsaPss(digest, maskDigest, salt)
                : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static AsnReader? Next(AsnReader sequence, Asn1Tag tag) =>
        sequence.HasData && sequence.PeekTag().HasSameClassAndValue(tag) ? sequence.ReadSequence(tag) : null;

    private static string ReadDigest(AsnReader reader)
    {
        AlgorithmIdentifier identifier = AlgorithmIdentifier.Read(reader);
        reader.ThrowIfNotEmpty();
        return identifier.HasNoParameters ? identifier.Oid : "";
    }

    private static int ReadNumber(AsnReader reader)
    {
        int number = reader.TryReadInt32(out int value) ? value : -1;
        reader.ThrowIfNotEmpty();
        return number;
    }

    private static HashAlgorithmName? Digest(string oid) => oid switch
    {
        Oids.Sha1 => HashAlgorithmName.SHA1,
        Oids.Sha256 => HashAlgorithmName.SHA256,
        Oids.Sha384 => HashAlgorithmName.SHA384,
        Oids.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static string OidOf(HashAlgorithmName digest) => digest.Name switch
    {
        "SHA1" => Oids.Sha1,
        "SHA256" => Oids.Sha256,
        "SHA384" => Oids.Sha384,
        _ => Oids.Sha512,
    };

    private static byte[] WritePss(SignatureAlgorithm algorithm)
    {
        AsnWriter maskParameters = new(AsnEncodingRules.DER);
        AlgorithmIdentifier.WithNull(OidOf(algorithm.MaskDigest)).Write(maskParameters);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(s_hash))
            {
                AlgorithmIdentifier.WithNull(OidOf(algorithm.Digest)).Write(writer);
            }

            using (writer.PushSequence(s_mask))
            {
                new AlgorithmIdentifier(Oids.Mgf1, maskParameters.Encode()).Write(writer);
            }

            using (writer.PushSequence(s_salt))
            {
                writer.WriteInteger(algorithm.SaltLength);
            }
        }

        return writer.Encode();
    }
}
