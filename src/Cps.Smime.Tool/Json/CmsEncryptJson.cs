namespace Cps.Smime.Tool.Json;

/// <summary>What <c>cms encrypt --json</c> prints.</summary>
internal sealed record CmsEncryptJson(string File, string Form, string ContentEncryption, IReadOnlyList<CmsRecipientJson> Recipients);
