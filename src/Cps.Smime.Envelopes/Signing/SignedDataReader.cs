using System.Formats.Asn1;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>A SignedData whose beginning has been read and whose content, if it carries any, waits in the stream. Not for several threads.</summary>
public sealed class SignedDataReader
{
    private static readonly Asn1Tag s_crls = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private readonly BerStreamReader _reader;
    private readonly CmsLimits _limits;
    private readonly LegacyAlgorithms _legacy;
    private readonly string _contentType;
    private readonly List<HashAlgorithmName> _digests;

    private SignedDataReader(BerStreamReader reader, CmsLimits limits, LegacyAlgorithms legacy, string contentType, List<HashAlgorithmName> digests)
    {
        _reader = reader;
        _limits = limits;
        _legacy = legacy;
        _contentType = contentType;
        _digests = digests;
    }

    /// <summary>Reads the rest of the message: the content into a spool, the certificates and the signers.</summary>
    /// <exception cref="EnvelopeException">The message is malformed or exceeds a limit.</exception>
    public async Task<SignedData> ReadAsync(CancellationToken cancellationToken = default)
    {
        ContentSpool content = new(_limits.MemoryBuffer);
        try
        {
            SignedData signed = await ReadIntoAsync(content, content, cancellationToken).ConfigureAwait(false);
            content.Complete();
            if (signed.IsDetached)
            {
                content.Dispose();
            }

            return signed;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>Reads the rest of the message, the content into a sink of the caller's; <see cref="SignedData.Content"/> is null.</summary>
    /// <exception cref="EnvelopeException">The message is malformed or exceeds a limit.</exception>
    internal Task<SignedData> ReadAsync(IContentSink content, CancellationToken cancellationToken) => ReadIntoAsync(content, spool: null, cancellationToken);

    private async Task<SignedData> ReadIntoAsync(IContentSink content, ContentSpool? spool, CancellationToken cancellationToken)
    {
        ContentDigests? digests = null;
        try
        {
            if (await _reader.TryEnterAsync(CmsReader.Context0, "the signed content", cancellationToken).ConfigureAwait(false))
            {
                digests = new ContentDigests(_digests);
                OctetStringReader octets = await EncapsulatedContent.OpenAsync(_reader, _limits, "the signed content", cancellationToken).ConfigureAwait(false);
                await EncapsulatedContent.CopyAsync(octets, content, digests, cancellationToken).ConfigureAwait(false);
                await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
            }

            await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
            List<Certificate> certificates = await ReadCertificatesAsync(cancellationToken).ConfigureAwait(false);
            if (await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } header && header.Is(s_crls))
            {
                await _reader.ReadElementAsync("the revocation lists", cancellationToken).ConfigureAwait(false);
            }

            List<SignerInfo> signers = await ReadSignersAsync(cancellationToken).ConfigureAwait(false);
            await CmsReader.FinishAsync(_reader, cancellationToken).ConfigureAwait(false);
            return new SignedData(_contentType, _digests, digests is null ? null : spool, digests, certificates, signers);
        }
        catch
        {
            digests?.Dispose();
            throw;
        }
    }

    internal static async ValueTask<SignedDataReader> CreateAsync(BerStreamReader reader, CmsLimits limits, LegacyAlgorithms legacy, CancellationToken cancellationToken)
    {
        await reader.EnterAsync(Asn1Tag.Sequence, "the signed data", cancellationToken).ConfigureAwait(false);
        await reader.ReadElementAsync("the version", cancellationToken).ConfigureAwait(false);
        byte[] algorithms = await reader.ReadElementAsync("the digest algorithms", cancellationToken).ConfigureAwait(false);
        await reader.EnterAsync(Asn1Tag.Sequence, "the signed content", cancellationToken).ConfigureAwait(false);
        string contentType = CmsReader.ReadOid(await reader.ReadElementAsync("the content type", cancellationToken).ConfigureAwait(false));
        try
        {
            List<HashAlgorithmName> digests = [];
            AsnReader set = new AsnReader(algorithms, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true);
            for (int count = 0; set.HasData; count++)
            {
                if (count >= limits.MaximumDigestAlgorithms)
                {
                    throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the message names more than {limits.MaximumDigestAlgorithms} digest algorithms");
                }

                if (CmsOids.ToDigest(AlgorithmIdentifier.Read(set).Oid, legacy) is { } digest && !digests.Contains(digest))
                {
                    digests.Add(digest);
                }
            }

            return new SignedDataReader(reader, limits, legacy, contentType, digests);
        }
        catch (AsnContentException e)
        {
            throw EnvelopeException.Malformed("the digest algorithms cannot be read", e);
        }
    }

    private async ValueTask<List<Certificate>> ReadCertificatesAsync(CancellationToken cancellationToken)
    {
        List<Certificate> certificates = [];
        if (!await _reader.TryEnterAsync(CmsReader.Context0, "the certificates", cancellationToken).ConfigureAwait(false))
        {
            return certificates;
        }

        for (int count = 0; await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is { } header; count++)
        {
            if (count >= _limits.MaximumCertificates)
            {
                throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the message brings more than {_limits.MaximumCertificates} certificates");
            }

            byte[] encoded = await _reader.ReadElementAsync("a certificate", cancellationToken).ConfigureAwait(false);
            if (header.Is(Asn1Tag.Sequence) && TryReadCertificate(encoded) is { } certificate)
            {
                certificates.Add(certificate);
            }
        }

        await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
        return certificates;
    }

    // One unreadable certificate must not hide the others; if it was the signer's, the report says that it is missing.
    private static Certificate? TryReadCertificate(byte[] encoded)
    {
        try
        {
            return Certificate.FromDer(encoded);
        }
        catch (CertificateException)
        {
            return null;
        }
    }

    private async ValueTask<List<SignerInfo>> ReadSignersAsync(CancellationToken cancellationToken)
    {
        await _reader.EnterAsync(Asn1Tag.SetOf, "the signers", cancellationToken).ConfigureAwait(false);
        List<SignerInfo> signers = [];
        SignerReading reading = new(_limits, _legacy);
        long length = 0;
        while (await _reader.PeekAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            if (signers.Count >= _limits.MaximumSigners)
            {
                throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the message has more than {_limits.MaximumSigners} signers");
            }

            byte[] encoded = await _reader.ReadElementAsync("a signer", cancellationToken).ConfigureAwait(false);
            length += encoded.Length;
            if (length > _limits.MaximumStructureLength)
            {
                throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the signers are larger than {_limits.MaximumStructureLength} bytes");
            }

            try
            {
                signers.Add(SignerInfo.Read(new AsnReader(encoded, AsnEncodingRules.BER), reading));
            }
            catch (AsnContentException e)
            {
                throw EnvelopeException.Malformed("a signer cannot be read", e);
            }
        }

        await _reader.LeaveAsync(cancellationToken).ConfigureAwait(false);
        return signers;
    }
}
