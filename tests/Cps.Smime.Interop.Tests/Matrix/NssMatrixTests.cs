namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The columns of NSS.</summary>
public sealed class NssMatrixTests() : PeerMatrixTests("NSS");
