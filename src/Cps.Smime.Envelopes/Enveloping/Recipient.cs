using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>Somebody a message is sealed for.</summary>
/// <param name="Certificate">The certificate whose key will open the message. It must have been judged before: here it is only used.</param>
/// <param name="KeyTransport">How the content key is encrypted to it.</param>
public sealed record Recipient(Certificate Certificate, KeyTransportAlgorithm KeyTransport);
