using System.Formats.Asn1;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>
/// sMIMECapabilities (RFC 8551 section 2.5.2): what a mail program says it can read, best first. Messages sealed here announce GCM and
/// OAEP. What others announce may raise what is written for them, never lower it.
/// </summary>
public sealed class SmimeCapabilities
{
    private const int MaximumCapabilities = 64;

    private SmimeCapabilities(HashSet<string> oids) => Oids = oids;

    /// <summary>The object identifiers announced.</summary>
    public IReadOnlySet<string> Oids { get; }

    /// <summary>Whether AES-256-GCM or AES-128-GCM in AuthEnvelopedData is announced.</summary>
    public bool ReadsGcm => Oids.Contains(CmsOids.Aes256Gcm) || Oids.Contains(CmsOids.Aes128Gcm);

    /// <summary>The best GCM algorithm announced, or null.</summary>
    public ContentEncryption? BestGcm => Oids.Contains(CmsOids.Aes256Gcm) ? ContentEncryption.Aes256Gcm
        : Oids.Contains(CmsOids.Aes128Gcm) ? ContentEncryption.Aes128Gcm : null;

    /// <summary>Whether RSAES-OAEP is announced.</summary>
    public bool ReadsOaep => Oids.Contains(CmsOids.RsaesOaep);

    /// <summary>Reads the DER of an attribute's value or of a directory's; null when it cannot be read.</summary>
    public static SmimeCapabilities? TryRead(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            HashSet<string> oids = new(StringComparer.Ordinal);
            AsnReader sequence = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            while (sequence.HasData && oids.Count < MaximumCapabilities)
            {
                oids.Add(sequence.ReadSequence().ReadObjectIdentifier());
            }

            return new SmimeCapabilities(oids);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    internal static void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            foreach (string oid in (ReadOnlySpan<string>)[CmsOids.Aes256Gcm, CmsOids.Aes128Gcm, CmsOids.Aes256Cbc, CmsOids.Aes192Cbc, CmsOids.Aes128Cbc])
            {
                AlgorithmIdentifier.WithoutParameters(oid).Write(writer);
            }

            KeyTransportIdentifier.Write(KeyTransportAlgorithm.RsaOaepSha256).Write(writer);
        }
    }
}
