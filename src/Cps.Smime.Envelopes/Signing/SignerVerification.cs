using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Verifies one signer (RFC 5652 section 5.6) with the checks that make its answer mean one thing only, and its counter-signers.</summary>
internal static class SignerVerification
{
    private static readonly Asn1Tag s_signatureAlgorithm = new(TagClass.ContextSpecific, 1, isConstructed: true);

    public static SignerReport Verify(SignerInfo signer, SignedData message, IReadOnlyList<ContentDigests> content) => Verify(
        signer, message, new Matter(message.ContentTypeOid, digest => [.. content.Select(c => c.Find(digest)).OfType<byte[]>()]));

    private static SignerReport Verify(SignerInfo signer, SignedData message, Matter matter)
    {
        List<SignatureProblem> problems = [];
        Certificate? certificate = FindCertificate(signer, message, problems);
        SignatureAlgorithm? algorithm = signer.Digest is { } digest ? SignatureAlgorithmReader.Read(signer.SignatureAlgorithm, digest) : null;
        if (algorithm is null)
        {
            problems.Add(SignatureProblem.AlgorithmUnknown);
        }
        else if (!algorithm.AcceptsContentDigest(signer.Digest!.Value))
        {
            problems.Add(SignatureProblem.AlgorithmMismatch);
        }
        else if (algorithm.IsWeak)
        {
            problems.Add(SignatureProblem.AlgorithmWeak);
        }

        if (!signer.HasSignedAttributes)
        {
            problems.Add(SignatureProblem.NoSignedAttributes);
        }
        else if (signer.SignedAttributes is not { MessageDigest: not null } attributes || (matter.ContentType is not null && attributes.ContentType is null))
        {
            problems.Add(SignatureProblem.SignedAttributesMalformed);
        }
        else
        {
            CheckAttributes(signer, attributes, matter, certificate, problems);
            if (certificate is not null && algorithm is not null && !VerifySignature(certificate, algorithm, attributes, signer))
            {
                problems.Add(SignatureProblem.SignatureWrong);
            }
        }

        return new SignerReport(signer, certificate, algorithm, problems) { CounterSignatures = [.. signer.CounterSignatures.Select(c => Verify(c, message, MatterOf(signer)))] };
    }

    // RFC 5652 section 11.4: what is counter-signed is the signature value, whose type is not named.
    private static Matter MatterOf(SignerInfo signer) => new(null, digest => [CryptographicOperations.HashData(digest, signer.Signature.Span)]);

    private static Certificate? FindCertificate(SignerInfo signer, SignedData message, List<SignatureProblem> problems)
    {
        List<Certificate> matching = [.. message.Certificates.Where(signer.Identifier.Matches).Distinct()];
        if (matching.Count == 1)
        {
            return matching[0];
        }

        problems.Add(matching.Count == 0 ? SignatureProblem.CertificateMissing : SignatureProblem.CertificateAmbiguous);
        return null;
    }

    private static void CheckAttributes(SignerInfo signer, SignedAttributes attributes, Matter matter, Certificate? certificate, List<SignatureProblem> problems)
    {
        if (attributes.ContentType != matter.ContentType)
        {
            problems.Add(SignatureProblem.ContentTypeMismatch);
        }

        if (signer.Digest is { } digest)
        {
            List<byte[]> found = matter.Digests(digest);
            if (found.Count == 0)
            {
                // The signer's digest is not among the message's digestAlgorithms, so nobody digested the content with it.
                problems.Add(SignatureProblem.AlgorithmMismatch);
            }
            else if (!found.Any(d => attributes.MessageDigest!.Value.Span.SequenceEqual(d)))
            {
                problems.Add(SignatureProblem.ContentAltered);
            }
        }

        if (!AlgorithmProtectionAgrees(signer, attributes))
        {
            problems.Add(SignatureProblem.AlgorithmMismatch);
        }

        if (certificate is not null && !SigningCertificate.Agrees(attributes, certificate))
        {
            problems.Add(SignatureProblem.SigningCertificateMismatch);
        }
    }

    private static bool VerifySignature(Certificate certificate, SignatureAlgorithm algorithm, SignedAttributes attributes, SignerInfo signer)
    {
        try
        {
            return certificate.PublicKey.Verify(algorithm, attributes.Encoded.Span, signer.Signature.Span);
        }
        catch (CertificateException)
        {
            // A public key that is refused verifies nothing.
            return false;
        }
    }

    // CMSAlgorithmProtection (RFC 6211): when it is there it must say the same as the SignerInfo.
    private static bool AlgorithmProtectionAgrees(SignerInfo signer, SignedAttributes attributes)
    {
        if (attributes.Find(CmsOids.AlgorithmProtectionAttribute) is not { } value)
        {
            return true;
        }

        try
        {
            AsnReader sequence = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
            return AlgorithmIdentifier.Read(sequence).Equals(signer.DigestAlgorithm)
                && sequence.HasData && sequence.PeekTag().HasSameClassAndValue(s_signatureAlgorithm)
                && AlgorithmIdentifier.Read(sequence, s_signatureAlgorithm).Equals(signer.SignatureAlgorithm);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>What was signed: the content type that must be in the attributes, or null when there must be none; and its digests.</summary>
    private sealed record Matter(string? ContentType, Func<HashAlgorithmName, List<byte[]>> Digests);
}
