namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The columns of MimeKit.</summary>
public sealed class MimeKitMatrixTests() : PeerMatrixTests("MimeKit");
