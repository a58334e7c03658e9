using System.Diagnostics;
using Org.BouncyCastle.Crypto;

namespace Cps.Smime.Envelopes.Tests;

/// <summary>The versions below which a dependency is known to be unsafe (docs/defaults.md).</summary>
public sealed class DependencyVersionTests
{
    [Fact]
    public void BouncyCastleIsAtLeast2_7_0()
    {
        // Its assembly version is 2.0.0.0 for ever; the file version is the package's.
        FileVersionInfo version = FileVersionInfo.GetVersionInfo(typeof(IBlockCipher).Assembly.Location);

        Assert.True(new Version(version.FileMajorPart, version.FileMinorPart, version.FileBuildPart) >= new Version(2, 7, 0),
            $"{version.FileVersion}: CVE-2026-63573 and others, see docs/defaults.md");
    }
}
