using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>Kinds of lines, for the reasons that concern them.</summary>
internal static class Lines
{
    public static bool Ed25519(Combination c) => c is SignatureCombination { Algorithm.Family: SignatureFamily.Ed25519 };

    public static bool MLDsa(Combination c) => c is SignatureCombination { Key: string key } && key.StartsWith("ML-DSA", StringComparison.Ordinal);

    public static bool Pss(Combination c) => c is SignatureCombination { Algorithm.Family: SignatureFamily.RsaPss };

    public static bool Md5(Combination c) => c is SignatureCombination { Algorithm.Digest.Name: "MD5" };

    public static bool TwoSigners(Combination c) => c is SignatureCombination { Signers: 2 };

    public static bool Ecdsa(Combination c, string curve, params string[] digests) =>
        c is SignatureCombination { Algorithm.Family: SignatureFamily.Ecdsa } s && s.Key == curve && digests.Contains(s.Algorithm.Digest.Name);

    public static bool Kem(Combination c) => c is EnvelopeCombination { Recipient.Kind: RecipientKind.Other };

    public static bool Agreement(Combination c) => c is EnvelopeCombination { Recipient.Kind: RecipientKind.KeyAgreement };

    public static bool Hkdf(Combination c) => c is EnvelopeCombination { Recipient.Agreement.IsHkdf: true };

    public static bool X963(Combination c) => Agreement(c) && !Hkdf(c);

    public static bool X25519(Combination c) => c is EnvelopeCombination { Recipient.Key: "X25519/1" };

    public static bool Curve(Combination c) => Agreement(c) && !X25519(c);

    public static bool Oaep(Combination c) => c is EnvelopeCombination { Recipient.Transport.IsOaep: true };

    /// <summary>Ciphers older than Triple-DES, or not stronger.</summary>
    public static bool OlderCipher(Combination c) => c is EnvelopeCombination { IsOld: true, Content: not ContentEncryption.TripleDesCbc };

    public static bool SharedKey(Combination c) => c is EnvelopeCombination { Recipient.Kind: RecipientKind.KeyEncryptionKey };

    public static bool Password(Combination c) => c is EnvelopeCombination { Recipient.Kind: RecipientKind.Password };

    public static bool Secret(Combination c) => SharedKey(c) || Password(c);

    public static bool Aead(Combination c) => c is EnvelopeCombination { IsAuthenticated: true };

    public static bool Cbc(Combination c) => c is EnvelopeCombination { IsAuthenticated: false };

    public static bool ChaCha(Combination c) => c is EnvelopeCombination { IsChaCha: true };

    public static bool Ccm(Combination c) => c is EnvelopeCombination { IsCcm: true };

    public static bool Gcm(Combination c) => Aead(c) && !ChaCha(c) && !Ccm(c);

    public static bool Der(Combination c) => c.Encoding == MessageEncoding.Der;

    public static bool Ber(Combination c) => c.Encoding == MessageEncoding.Ber;

    public static bool Content(Combination c, params CmsContentType[] types) => c is ContentCombination x && types.Contains(x.Type);
}
