using System.Security.Cryptography;
using Cps.Smime.Certificates;
using Cps.Smime.Tool.Cms;

namespace Cps.Smime.Tool.Commands;

/// <summary>How <c>cms sign</c> signs.</summary>
internal sealed record CmsSignArguments(
    CmsForm Form, IReadOnlyList<string> Signers, bool IsDetached, HashAlgorithmName? Digest, SignatureFamily? RsaFamily, string? PasswordFile);
