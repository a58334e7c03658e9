using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards.Simulator;

/// <summary>A certificate with its private key, to be put on a simulated card.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="PrivateKey">Its RSA private key, exportable; the card takes a copy.</param>
public sealed record SimulatedKey(Certificate Certificate, RSA PrivateKey);
