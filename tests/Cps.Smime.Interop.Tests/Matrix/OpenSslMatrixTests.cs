namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The columns of OpenSSL.</summary>
public sealed class OpenSslMatrixTests() : PeerMatrixTests("OpenSSL");
