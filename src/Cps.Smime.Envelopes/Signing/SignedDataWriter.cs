using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Makes detached signatures (SignedData without content, RFC 5652 section 5) with one signer: signed attributes are content-type,
/// message-digest, signing-time, ESS signing-certificate-v2, CMSAlgorithmProtection and sMIMECapabilities. Safe for any number of threads.
/// </summary>
public static class SignedDataWriter
{
    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Signs content read from a stream, of any length, without holding it.</summary>
    /// <returns>The DER of the ContentInfo.</returns>
    /// <exception cref="CpsException">The key did not sign, or what it gave is no signature.</exception>
    public static async Task<byte[]> SignDetachedAsync(Stream content, ISigningKey key, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        SignatureAlgorithm algorithm = ChooseAlgorithm(key, options);
        byte[] digest = await CryptographicOperations.HashDataAsync(algorithm.Digest, content, cancellationToken).ConfigureAwait(false);
        return await SignDigestAsync(digest, key, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The digest that a signature by this key will be over: what content must be digested with before <see cref="SignDigestAsync"/>.</summary>
    public static HashAlgorithmName DigestFor(ISigningKey key, SigningOptions? options = null) => ChooseAlgorithm(key, options).Digest;

    /// <summary>Signs content that was digested while it was written.</summary>
    /// <param name="contentDigest">The digest of the content by <see cref="DigestFor"/>.</param>
    /// <param name="key">The signer's key.</param>
    /// <param name="options">How to sign; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels waiting for a person or a card.</param>
    /// <returns>The DER of the ContentInfo.</returns>
    /// <exception cref="CpsException">The key did not sign, or what it gave is no signature.</exception>
    public static async ValueTask<byte[]> SignDigestAsync(
        ReadOnlyMemory<byte> contentDigest, ISigningKey key, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        byte[] signerInfo = await SignerInfoWriter.WriteAsync(contentDigest, key, ChooseAlgorithm(key, options), options ?? new SigningOptions(), cancellationToken).ConfigureAwait(false);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.SignedData);
            using (writer.PushSequence(s_context0))
            using (writer.PushSequence())
            {
                WriteBeginning(writer, ChooseAlgorithm(key, options));
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(CmsOids.Data);
                }

                WriteEnd(writer, key, options, signerInfo);
            }
        }

        return writer.Encode();
    }

    internal static SignatureAlgorithm ChooseAlgorithm(ISigningKey key, SigningOptions? options)
    {
        ArgumentNullException.ThrowIfNull(key);
        SignatureAlgorithm? algorithm = options?.Algorithm ?? (key.SignatureAlgorithms is [SignatureAlgorithm first, ..] ? first : null);
        return algorithm is not null && !algorithm.IsWeak && key.SignatureAlgorithms.Contains(algorithm)
            ? algorithm
            : throw new EnvelopeException(CpsErrorCode.KeyUnusable, "the key does not make the signature that is asked for", key.Certificate.Subject.ToString());
    }

    /// <summary>Version 1 (id-data, certificates only, issuer and serial number: RFC 5652 section 5.1) and the digest.</summary>
    internal static void WriteBeginning(AsnWriter writer, SignatureAlgorithm algorithm)
    {
        writer.WriteInteger(1);
        using (writer.PushSetOf())
        {
            AlgorithmIdentifier.WithoutParameters(CmsOids.FromDigest(algorithm.Digest)).Write(writer);
        }
    }

    internal static void WriteEnd(AsnWriter writer, ISigningKey key, SigningOptions? options, ReadOnlySpan<byte> signerInfo)
    {
        // Roots are left out: whoever trusts one has it, and nobody else should take it from a message.
        IEnumerable<Certificate> others = options is { IncludeIntermediates: false } ? [] : key.Intermediates.Where(c => c.IsAuthority && !c.IsSelfIssued);
        using (writer.PushSetOf(s_context0))
        {
            foreach (Certificate certificate in others.Prepend(key.Certificate).Distinct())
            {
                writer.WriteEncodedValue(certificate.Encoded.Span);
            }
        }

        using (writer.PushSetOf())
        {
            writer.WriteEncodedValue(signerInfo);
        }
    }
}
