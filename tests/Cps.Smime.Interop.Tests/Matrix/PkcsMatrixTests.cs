namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The columns of .NET Pkcs.</summary>
public sealed class PkcsMatrixTests() : PeerMatrixTests(".NET Pkcs");
