using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Certificates.Tests.Keys;
using Cps.Smime.Fuzz;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>One content type around a content, by chance in everything that can be chosen.</summary>
/// <param name="Type">The content type.</param>
/// <param name="Encryption">Of an envelope.</param>
/// <param name="Chosen">Which of <see cref="Layers.Keys"/> are recipients, or which of <see cref="Layers.Signers"/> sign.</param>
/// <param name="ByKeyIdentifier">How certificates are named.</param>
/// <param name="DeriveKey">Whether the content key is derived (RFC 9709).</param>
/// <param name="Piece">How much is written and read at once.</param>
/// <param name="Seed">Of the re-encoding; 0 for none.</param>
internal sealed record Layer(CmsContentType Type, ContentEncryption Encryption, bool[] Chosen, bool ByKeyIdentifier, bool DeriveKey, int Piece, int Seed);

/// <summary>Writes layers around content and takes them off again, holding every report against what was written.</summary>
internal static class Layers
{
    private static readonly byte[] s_contentKey = new byte[32];

    /// <summary>Everybody who can be a recipient, each of another kind.</summary>
    public static IReadOnlyList<IRecipientKey> Keys { get; } =
    [
        People.RecipientKey, People.OtherKey, KeyPeople.P256, KeyPeople.P384, KeyPeople.P521, KeyPeople.X25519, KeyPeople.MLKem512, KeyPeople.MLKem768, KeyPeople.MLKem1024,
        new KeyEncryptionKey("cabinet"u8, Messages.Content(32)), new Password("fauvette"),
    ];

    /// <summary>Everybody who can sign, each by another algorithm.</summary>
    public static IReadOnlyList<ISigningKey> Signers { get; } =
    [
        People.SignerKey, People.OtherKey, KeyPeople.EllipticCurve(ECCurve.NamedCurves.nistP256, KeyUsages.DigitalSignature), KeyPeople.EllipticCurve(ECCurve.NamedCurves.nistP384, KeyUsages.DigitalSignature),
        KeyPeople.EllipticCurve(ECCurve.NamedCurves.nistP521, KeyUsages.DigitalSignature), Pure("Ed25519"), Pure("ML-DSA-65"),
    ];

    private static IEnumerable<Certificate> Certificates => [.. Keys.OfType<IDecryptionKey>().Select(k => k.Certificate), .. Signers.SelectMany(s => s.Intermediates.Append(s.Certificate))];

    public static async Task<byte[]> WriteAsync(Layer layer, byte[] content)
    {
        using MemoryStream message = new();
        switch (layer.Type)
        {
            case CmsContentType.SignedData:
                await WriteAsync(layer, content, await SignedDataStream.CreateAsync(message, [.. Choose(Signers, layer)]));
                break;
            case CmsContentType.CompressedData:
                await WriteAsync(layer, content, await CompressedDataStream.CreateAsync(message));
                break;
            case CmsContentType.DigestedData:
                message.Write(Ber.Element(0x30, MadeSigner.Oid(CmsOids.DigestedData), Ber.Element(0xA0, Ber.Element(0x30, Der.Integer(0), Ber.Element(0x30, MadeSigner.Oid(CmsOids.Sha384)),
                    Ber.Element(0x30, MadeSigner.Oid(CmsOids.Data), Ber.Element(0xA0, Ber.Element(0x04, content))), Ber.Element(0x04, SHA384.HashData(content))))));
                break;
            case CmsContentType.EncryptedData:
                using (Aes aes = Aes.Create())
                {
                    aes.Key = s_contentKey;
                    byte[] iv = RandomNumberGenerator.GetBytes(16);
                    message.Write(Ber.Element(0x30, MadeSigner.Oid(CmsOids.EncryptedData), Ber.Element(0xA0, Ber.Element(0x30, Der.Integer(0), Ber.Element(0x30, MadeSigner.Oid(CmsOids.Data),
                        Ber.Element(0x30, MadeSigner.Oid(CmsOids.Aes256Cbc), Ber.Element(0x04, iv)), Ber.Element(0x80, aes.EncryptCbc(content, iv)))))));
                }

                break;
            default:
                await WriteAsync(layer, content, await EnvelopeStream.CreateAsync(
                    message, [.. Choose(Keys, layer).Select(k => Recipient(k, layer))], layer.Encryption, new EnvelopeOptions { DeriveContentKey = layer.DeriveKey }));
                break;
        }

        return layer.Seed == 0 ? message.ToArray() : Reencoding.Of(message.ToArray(), Certificates, layer.Seed);
    }

    /// <summary>The content of a message, which must be what this layer says.</summary>
    public static async Task<byte[]> ReadAsync(Layer layer, byte[] message)
    {
        using CmsReader reader = await CmsReader.OpenAsync(new TrickleStream(message, layer.Piece), new CmsLimits { MemoryBuffer = 2000 });
        switch (layer.Type)
        {
            case CmsContentType.SignedData:
                Assert.Equal(layer.Type, reader.ContentType);
                using (SignedData signed = await (await reader.ReadSignedAsync()).ReadAsync())
                {
                    IReadOnlyList<SignerReport> reports = signed.Verify();
                    Assert.All(reports, r => Assert.Equal([], r.Problems));
                    Assert.Equal(Choose(Signers, layer).Select(s => s.Certificate).ToHashSet(), reports.Select(r => r.Certificate!).ToHashSet());
                    return await Messages.BytesOfAsync(signed.Content!);
                }

            case CmsContentType.CompressedData:
                return await TakeAsync(await (await reader.ReadCompressedAsync()).ReadAsync());
            case CmsContentType.DigestedData:
                using (DigestedData digested = await reader.ReadDigestedAsync())
                {
                    Assert.Equal((true, HashAlgorithmName.SHA384), (digested.IsIntact, digested.Digest));
                    return await Messages.BytesOfAsync(digested.Content);
                }

            case CmsContentType.EncryptedData:
                return await TakeAsync(await (await reader.ReadEncryptedAsync()).DecryptAsync(s_contentKey));
            default:
                EnvelopeReader envelope = await reader.ReadEnvelopeAsync();
                IRecipientKey[] recipients = [.. Choose(Keys, layer)];
                Assert.Equal(recipients.Select(Kind), envelope.Recipients.Select(r => r.Kind));

                // The seed says who opens, too.
                IRecipientKey key = recipients[(layer.Seed & int.MaxValue) % recipients.Length];
                (ContentSpool content, DecryptionReport report) = await envelope.DecryptAsync([key]);
                Assert.Equal(((key as IDecryptionKey)?.Certificate, layer.Encryption, Kind(key), layer.DeriveKey), (report.Recipient, report.ContentEncryption, report.Kind, report.IsContentKeyDerived));
                Assert.Equal(reader.ContentType == CmsContentType.AuthEnvelopedData, report.IsAuthenticated);
                Assert.Empty(report.LegacyWeaknesses);
                return await TakeAsync(content);
        }
    }

    private static IEnumerable<T> Choose<T>(IReadOnlyList<T> all, Layer layer)
    {
        T[] chosen = [.. all.Where((_, i) => layer.Chosen[i])];
        return chosen.Length > 0 ? chosen : all.Take(1);
    }

    private static RecipientKind Kind(IRecipientKey key) => key switch
    {
        KeyEncryptionKey => RecipientKind.KeyEncryptionKey,
        Password => RecipientKind.Password,
        MLKemKey => RecipientKind.Other,
        _ when ReferenceEquals(key, People.RecipientKey) || ReferenceEquals(key, People.OtherKey) => RecipientKind.KeyTransport,
        _ => RecipientKind.KeyAgreement,
    };

    private static EnvelopeRecipient Recipient(IRecipientKey key, Layer layer) => key switch
    {
        KeyEncryptionKey shared => new KeyEncryptionKeyRecipient(shared),
        Password password => new PasswordRecipient(password),
        _ => EnvelopeRecipient.For(((IDecryptionKey)key).Certificate, layer.DeriveKey ? KeyTransportAlgorithm.RsaPkcs1 : KeyTransportAlgorithm.RsaOaepSha256) switch
        {
            Recipient r => r with { ByKeyIdentifier = layer.ByKeyIdentifier },
            KeyAgreementRecipient r => r with { ByKeyIdentifier = layer.ByKeyIdentifier },
            KemRecipient r => r with { ByKeyIdentifier = layer.ByKeyIdentifier },
            var other => other,
        },
    };

    private static async Task WriteAsync(Layer layer, byte[] content, PushStream stream)
    {
        await using (stream)
        {
            for (int written = 0; written < content.Length; written += layer.Piece)
            {
                await stream.WriteAsync(content.AsMemory(written, Math.Min(layer.Piece, content.Length - written)));
            }

            await stream.CompleteAsync();
        }
    }

    private static async Task<byte[]> TakeAsync(ContentSpool content)
    {
        using (content)
        {
            return await Messages.BytesOfAsync(content);
        }
    }

    private static SoftwareKey Pure(string algorithm)
    {
        PureKey key = PureKey.Create(algorithm);
        return SoftwareKey.FromPkcs8(key.Certificate, key.Pkcs8);
    }
}
