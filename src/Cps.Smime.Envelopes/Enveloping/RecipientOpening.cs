using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>A key and the recipient info that names it, before the key is used.</summary>
/// <param name="Info">The recipient info.</param>
/// <param name="Key">The key.</param>
/// <param name="Unwrap">
/// Recovers a content key of the given length with the key, or gives a substitute for it when the wrap is wrong; null when the key cannot do
/// what the recipient info asks for. It throws before the key is used for what can be seen without it, else only when the key itself fails.
/// </param>
internal sealed record RecipientOpening(RecipientInfo Info, IRecipientKey Key, Func<int, CancellationToken, ValueTask<byte[]>>? Unwrap);
