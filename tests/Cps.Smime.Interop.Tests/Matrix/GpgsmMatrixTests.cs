namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The columns of gpgsm.</summary>
public sealed class GpgsmMatrixTests() : PeerMatrixTests("gpgsm");
