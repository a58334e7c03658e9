namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The products of the matrix, in the order of its columns.</summary>
internal static class MatrixPeers
{
    public static IReadOnlyList<string> Names { get; } = ["OpenSSL", "NSS", "gpgsm", "MimeKit", ".NET Pkcs", "BouncyCastle"];

    /// <summary>Skips the calling test when the product is not installed.</summary>
    public static void Require(string name)
    {
        switch (name)
        {
            case "OpenSSL":
                ForeignSoftware.Require("openssl", "openssl");
                break;
            case "NSS":
                ForeignSoftware.Require("cmsutil", "libnss3-tools");
                ForeignSoftware.Require("certutil", "libnss3-tools");
                ForeignSoftware.Require("pk12util", "libnss3-tools");
                break;
            case "gpgsm":
                ForeignSoftware.Require("gpgsm", "gpgsm");
                ForeignSoftware.Require("gpgconf", "gpgconf");
                ForeignSoftware.Require("gpg-agent", "gpg-agent");
                break;
        }
    }

    public static IPeer Open(string name) => name switch
    {
        "OpenSSL" => new OpenSslPeer(),
        "NSS" => new NssPeer(),
        "gpgsm" => new GpgsmPeer(),
        "MimeKit" => new MimeKitPeer(),
        ".NET Pkcs" => new PkcsPeer(),
        "BouncyCastle" => new BouncyCastlePeer(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
