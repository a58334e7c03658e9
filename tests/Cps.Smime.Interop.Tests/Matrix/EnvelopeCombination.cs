using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>An encrypted message for one recipient.</summary>
/// <param name="Section">The part of the matrix.</param>
/// <param name="Recipient">How the content key is given to the recipient.</param>
/// <param name="Content">The content encryption.</param>
internal sealed record EnvelopeCombination(string Section, RecipientForm Recipient, ContentEncryption Content)
    : Combination(Section, $"{Recipient.Title}, {Name(Content)}")
{
    /// <summary>Whether the message is an AuthEnvelopedData.</summary>
    public bool IsAuthenticated => Name(Content).Contains("GCM", StringComparison.Ordinal) || IsCcm || IsChaCha;

    public bool IsCcm => Name(Content).Contains("CCM", StringComparison.Ordinal);

    public bool IsChaCha => Content == ContentEncryption.ChaCha20Poly1305;

    /// <summary>Whether the content encryption is one of old mail.</summary>
    public bool IsOld => Content >= ContentEncryption.TripleDesCbc;

    /// <summary>The length of the content key in bytes.</summary>
    public int KeyLength => Name(Content) switch
    {
        string n when n.StartsWith("AES-128", StringComparison.Ordinal) || n == "RC2-128-CBC" => 16,
        string n when n.StartsWith("AES-192", StringComparison.Ordinal) || n == "3DES-CBC" => 24,
        "DES-CBC" or "RC2-64-CBC" => 8,
        "RC2-40-CBC" => 5,
        _ => 32,
    };

    public static string Name(ContentEncryption content) => content switch
    {
        ContentEncryption.ChaCha20Poly1305 => "ChaCha20-Poly1305",
        ContentEncryption.TripleDesCbc => "3DES-CBC",
        ContentEncryption.DesCbc => "DES-CBC",
        ContentEncryption.Rc2Cbc128 => "RC2-128-CBC",
        ContentEncryption.Rc2Cbc64 => "RC2-64-CBC",
        ContentEncryption.Rc2Cbc40 => "RC2-40-CBC",
        _ => $"AES-{content.ToString()[3..6]}-{content.ToString()[6..].ToUpperInvariant()}",
    };
}
