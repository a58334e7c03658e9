using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// Makes detached signatures (SignedData without content, RFC 5652 section 5) by one or several signers, signatures with their content in
/// DER, and certificates-only messages: signed attributes are content-type, message-digest, signing-time, ESS signing-certificate-v2, CMSAlgorithmProtection and
/// sMIMECapabilities. Safe for any number of threads.
/// </summary>
public static class SignedDataWriter
{
    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Signs content read from a stream, of any length, without holding it.</summary>
    /// <returns>The DER of the ContentInfo.</returns>
    /// <exception cref="CpsException">The key did not sign, or what it gave is no signature.</exception>
    public static Task<byte[]> SignDetachedAsync(Stream content, ISigningKey key, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SignDetachedAsync(content, [key], options, cancellationToken);
    }

    /// <summary>Signs content read from a stream with several keys, one after the other, into one message.</summary>
    /// <inheritdoc cref="SignDigestsAsync"/>
    public static async Task<byte[]> SignDetachedAsync(
        Stream content, IReadOnlyList<ISigningKey> keys, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        using ContentDigests digests = new(DigestsFor(keys, options));
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            digests.Append(buffer.AsSpan(0, count));
        }

        CryptographicOperations.ZeroMemory(buffer);
        return await SignDigestsAsync(digests, keys, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Signs content and writes it with its signatures as one message in DER, of definite lengths. The content is read twice, because the
    /// lengths before it depend on the signatures after it; <see cref="SignedDataStream"/> reads it once and writes BER of indefinite length.
    /// </summary>
    /// <param name="content">The content from where it stands; must be seekable. Something that is not goes through a <see cref="ContentSpool"/>.</param>
    /// <param name="keys">The signers' keys, at least one, each certificate once.</param>
    /// <param name="destination">Takes the message; stays open. When an exception is thrown, what was written is not a message.</param>
    /// <param name="options">How to sign, all of them alike; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels waiting for a person or a card, and writing.</param>
    /// <exception cref="CpsException">A key did not sign, or what it gave is no signature; InputUnreadable: the content changed between the readings.</exception>
    public static async Task SignAttachedAsync(
        Stream content, IReadOnlyList<ISigningKey> keys, Stream destination, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(destination);
        if (!content.CanSeek)
        {
            throw new ArgumentException("The content must be seekable, because it is read twice.", nameof(content));
        }

        await AttachedSignedData.WriteAsync(content, SigningParty.Choose(keys, options), destination, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The digest that a signature by this key will be over: what content must be digested with before <see cref="SignDigestAsync"/>.</summary>
    public static HashAlgorithmName DigestFor(ISigningKey key, SigningOptions? options = null) => ChooseAlgorithm(key, options).Digest;

    /// <summary>The digests that signatures by these keys will be over, each once: for <see cref="SignDigestsAsync"/>.</summary>
    public static IReadOnlyList<HashAlgorithmName> DigestsFor(IReadOnlyList<ISigningKey> keys, SigningOptions? options = null) =>
        [.. SigningParty.Choose(keys, options).Select(p => p.Algorithm.Digest).Distinct()];

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
        ArgumentNullException.ThrowIfNull(key);
        IReadOnlyList<SigningParty> parties = SigningParty.Choose([key], options);
        byte[] signerInfo = await SignerInfoWriter.WriteAsync(contentDigest, key, parties[0].Algorithm, options ?? new SigningOptions(), cancellationToken).ConfigureAwait(false);
        return WriteDetached(parties, options, [signerInfo]);
    }

    /// <summary>Signs content that was digested while it was written, with several keys, one after the other.</summary>
    /// <param name="contentDigests">The content, digested by <see cref="DigestsFor"/>.</param>
    /// <param name="keys">The signers' keys, at least one, each certificate once.</param>
    /// <param name="options">How to sign, all of them alike; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels waiting for a person or a card.</param>
    /// <returns>The DER of the ContentInfo.</returns>
    /// <exception cref="CpsException">A key did not sign, or what it gave is no signature: then nobody signed.</exception>
    public static async ValueTask<byte[]> SignDigestsAsync(
        ContentDigests contentDigests, IReadOnlyList<ISigningKey> keys, SigningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contentDigests);
        IReadOnlyList<SigningParty> parties = SigningParty.Choose(keys, options);
        List<byte[]> signerInfos = await SigningParty.SignAsync(parties, contentDigests, options, cancellationToken).ConfigureAwait(false);
        return WriteDetached(parties, options, signerInfos);
    }

    /// <summary>Writes a certificates-only message (RFC 8551 section 3.8): how correspondents are given one's certificate.</summary>
    /// <param name="certificates">At least one; the same one twice counts once.</param>
    /// <returns>The DER of the ContentInfo, which is what a <c>.p7c</c> or <c>.p7b</c> file holds.</returns>
    public static byte[] WriteCertificates(IReadOnlyCollection<Certificate> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentOutOfRangeException.ThrowIfZero(certificates.Count);
        return Write(writer =>
        {
            WriteBeginning(writer, []);
            WriteContentType(writer);
            WriteCertificates(writer, certificates);
            writer.PushSetOf();
            writer.PopSetOf();
        });
    }

    internal static SignatureAlgorithm ChooseAlgorithm(ISigningKey key, SigningOptions? options)
    {
        ArgumentNullException.ThrowIfNull(key);
        SignatureAlgorithm? algorithm = options?.Algorithm ?? (key.SignatureAlgorithms is [SignatureAlgorithm first, ..] ? first : null);
        return algorithm is not null && !algorithm.IsWeak && key.SignatureAlgorithms.Contains(algorithm)
            ? algorithm
            : throw new EnvelopeException(CpsErrorCode.KeyUnusable, "the key does not make the signature that is asked for", key.Certificate.Subject.ToString());
    }

    /// <summary>Version 1 (id-data, certificates only, issuer and serial number: RFC 5652 section 5.1) and the digests.</summary>
    internal static void WriteBeginning(AsnWriter writer, IEnumerable<HashAlgorithmName> digests)
    {
        writer.WriteInteger(1);
        using (writer.PushSetOf())
        {
            foreach (HashAlgorithmName digest in digests.Distinct())
            {
                AlgorithmIdentifier.WithoutParameters(CmsOids.FromDigest(digest)).Write(writer);
            }
        }
    }

    internal static void WriteEnd(AsnWriter writer, IReadOnlyList<SigningParty> parties, SigningOptions? options, IReadOnlyList<byte[]> signerInfos)
    {
        // Roots are left out: whoever trusts one has it, and nobody else should take it from a message.
        IEnumerable<Certificate> others = options is { IncludeIntermediates: false }
            ? [] : parties.SelectMany(p => p.Key.Intermediates).Where(c => c.IsAuthority && !c.IsSelfIssued);
        IEnumerable<Certificate> answerTo = options?.AnswerTo is { } certificate ? [certificate] : [];
        WriteCertificates(writer, [.. parties.Select(p => p.Key.Certificate), .. answerTo, .. others]);
        using (writer.PushSetOf())
        {
            foreach (byte[] signerInfo in signerInfos)
            {
                writer.WriteEncodedValue(signerInfo);
            }
        }
    }

    private static byte[] WriteDetached(IReadOnlyList<SigningParty> parties, SigningOptions? options, IReadOnlyList<byte[]> signerInfos) => Write(writer =>
    {
        WriteBeginning(writer, parties.Select(p => p.Algorithm.Digest));
        WriteContentType(writer);
        WriteEnd(writer, parties, options, signerInfos);
    });

    private static byte[] Write(Action<AsnWriter> writeSignedData)
    {
        // As large as a signature with two certificates mostly is: growing copies.
        AsnWriter writer = new(AsnEncodingRules.DER, 4 * 1024);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.SignedData);
            using (writer.PushSequence(s_context0))
            using (writer.PushSequence())
            {
                writeSignedData(writer);
            }
        }

        return writer.Encode();
    }

    private static void WriteContentType(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CmsOids.Data);
        }
    }

    private static void WriteCertificates(AsnWriter writer, IEnumerable<Certificate> certificates)
    {
        using (writer.PushSetOf(s_context0))
        {
            foreach (Certificate certificate in certificates.Distinct())
            {
                writer.WriteEncodedValue(certificate.Encoded.Span);
            }
        }
    }
}
