using Cps.Smime.Certificates;

namespace Cps.Smime.Cards;

/// <summary>What a private key is found by, each time anew: the CKA_ID and the public key of its certificate.</summary>
internal sealed record KeyReference(CardCertificate Certificate)
{
    /// <summary>The RSA modulus, big endian, without leading zeros.</summary>
    public byte[] Modulus { get; } = (Certificate.Certificate.PublicKey.ExportRsa()
        ?? throw new CardException(CpsErrorCode.Unsupported, "only RSA keys of cards are used", Certificate.Certificate.Subject.ToString())).Modulus!;

    public byte[] Id { get; } = Certificate.Id.ToArray();

    public string Subject => Certificate.Certificate.Subject.ToString();
}
