using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Commands;

/// <summary>A message that was decrypted: its content, found good, and how it was opened.</summary>
internal sealed record CmsDecrypted(ContentSpool Content, string ContentType, DecryptionReport Report) : IDisposable
{
    public void Dispose() => Content.Dispose();
}
