using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Cps.Smime.Certificates;

namespace Cps.Smime.Cards.Tests;

/// <summary>What is refused before anything is loaded. The files are no libraries at all: loading one would fail with other words.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ModuleFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("module.so")]
    [InlineData("./module.so")]
    [InlineData("lib/../module.so")]
    public void A_relative_path_is_refused(string path) => Assert.Contains("absolute", Refusal(path).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_told() => Assert.Contains("no such", Refusal(_folder.File("absent.so")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_everyone_may_write_is_refused()
    {
        string path = Module("module.so");
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);

        Assert.Contains("everyone may write", Refusal(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_everyone_may_write_is_refused_even_with_the_sticky_bit()
    {
        string path = Module("open/module.so");
        File.SetUnixFileMode(Path.GetDirectoryName(path)!, (UnixFileMode)0b1_111_111_111);

        Assert.Contains("everyone may write", Refusal(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_above_that_everyone_may_write_is_refused_without_the_sticky_bit()
    {
        string path = Module("open/inner/module.so");
        File.SetUnixFileMode(_folder.File("open"), (UnixFileMode)0b111_111_111);

        Assert.Contains("everyone may write", Refusal(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_judged_by_what_it_points_to()
    {
        string path = Module("open/module.so");
        File.SetUnixFileMode(_folder.File("open"), (UnixFileMode)0b111_111_111);
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("open"));

        CardException e = Refusal(_folder.File("link/module.so"));

        Assert.Equal(Path.GetDirectoryName(path), e.Subject);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_folder.File("a"), _folder.File("b"));
        File.CreateSymbolicLink(_folder.File("b"), _folder.File("a"));

        Assert.Equal(CpsErrorCode.CardModule, Refusal(_folder.File("a")).Code);
    }

    [Fact]
    public void A_file_of_another_user_is_refused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a file away");
        string path = Module("module.so");
        ForeignSoftware.Run(ForeignSoftware.Require("chown", "coreutils"), ["12345", path]).Succeeded();

        Assert.Contains("another user", Refusal(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_hash_is_refused_before_the_file_is_loaded()
    {
        CardException e = Assert.Throws<CardException>(() => Pkcs11Module.Load(Module("module.so"), new Pkcs11ModuleOptions { Sha256 = new string('0', 64) }));

        Assert.Contains("SHA-256", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_told_after_all_checks()
    {
        CardException e = Refusal(Module("module.so"));

        Assert.Contains("cannot be loaded", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.InnerException);
    }

    [Fact]
    public void Libdl_is_found_under_its_real_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "libdl is a matter of Linux");
        nint handle = LibdlResolver.Resolve("libdl", typeof(ModuleFileTests).Assembly, null);

        Assert.True(NativeLibrary.TryGetExport(handle, "dlopen", out _));
        Assert.Equal(0, LibdlResolver.Resolve("libother", typeof(ModuleFileTests).Assembly, null));
    }

    [Fact]
    public void Discovery_looks_at_a_closed_list_of_absolute_paths_and_says_what_it_tried()
    {
        Assert.All(ModuleDiscovery.Look(), c => Assert.True(Path.IsPathFullyQualified(c.Path)));
        Assert.Equal([new ModuleCandidate("/nowhere/module.so", false, true)], ModuleDiscovery.Look("/nowhere/module.so"));
        Assert.EndsWith("cps3_pkcs11_w64.dll", Assert.Single(ModuleDiscovery.WindowsPaths("S", Architecture.X64)), StringComparison.Ordinal);
        Assert.EndsWith("cps3_pkcs11_w32.dll", Assert.Single(ModuleDiscovery.WindowsPaths("S", Architecture.X86)), StringComparison.Ordinal);
        Assert.SkipWhen(ModuleDiscovery.Look().Any(c => c.Exists), "the Cryptolib CPS is installed here");

        CardException e = Assert.Throws<CardException>(() => ModuleDiscovery.Load());

        Assert.Equal(CpsErrorCode.CardModule, e.Code);
        Assert.All(ModuleDiscovery.Look(), c => Assert.Contains(c.Path, e.Subject, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private string Module(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        return _folder.Write(name, "not a library");
    }

    private static CardException Refusal(string path)
    {
        CardException e = Assert.Throws<CardException>(() => Pkcs11Module.Load(path));
        Assert.Equal(CpsErrorCode.CardModule, e.Code);
        return e;
    }
}
