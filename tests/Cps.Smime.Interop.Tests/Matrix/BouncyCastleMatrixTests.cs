namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The columns of BouncyCastle.</summary>
public sealed class BouncyCastleMatrixTests() : PeerMatrixTests("BouncyCastle");
