using System.Diagnostics;
using Cps.Smime.Certificates;

namespace Cps.Smime.Tests;

/// <summary>An output file is complete or absent.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Target => _folder.File("lettre.eml");

    [Fact]
    public async Task AWholeFileReplacesTheOldOneAndIsPrivate()
    {
        await File.WriteAllTextAsync(Target, "old and longer than the new one");

        await OutputFile.WriteAsync(Target, async (stream, token) => await stream.WriteAsync("new"u8.ToArray(), token));

        Assert.Equal("new", await File.ReadAllTextAsync(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhateverFailsTheOldFileStaysAndNothingElseIsLeft(bool hasOld)
    {
        if (hasOld)
        {
            await File.WriteAllTextAsync(Target, "old");
        }

        using CancellationTokenSource cancelled = new();
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteThenAsync(() => throw new InvalidOperationException()));
        CpsException own = await Assert.ThrowsAsync<CpsException>(() => WriteThenAsync(() => throw new CpsException(CpsErrorCode.CardRemoved, "x")));
        CpsException disk = await Assert.ThrowsAsync<CpsException>(() => WriteThenAsync(() => throw new IOException("no space left")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OutputFile.WriteAsync(Target, async (stream, token) =>
        {
            await stream.WriteAsync(new byte[1_000_000], token);
            await cancelled.CancelAsync();
            token.ThrowIfCancellationRequested();
        }, cancelled.Token));

        Assert.Equal(CpsErrorCode.CardRemoved, own.Code);
        Assert.Equal(CpsErrorCode.OutputUnwritable, disk.Code);
        Assert.Equal(hasOld ? [Target] : [], Directory.GetFileSystemEntries(_folder.Path));
        Assert.True(!hasOld || await File.ReadAllTextAsync(Target) == "old");
    }

    [Fact]
    public async Task AFolderThatIsMissingGoneOrInTheWayIsOneKindOfError()
    {
        string gone = Path.Combine(_folder.Path, "gone");
        Directory.CreateDirectory(gone);
        Directory.CreateDirectory(Target);
        foreach ((string path, Action during) in new (string, Action)[]
        {
            (Path.Combine(_folder.Path, "missing", "a.eml"), () => { }),
            (Path.Combine(gone, "a.eml"), () => Directory.Delete(gone, recursive: true)),
            (Target, () => { }),
        })
        {
            CpsException e = await Assert.ThrowsAsync<CpsException>(() => OutputFile.WriteAsync(path, (stream, token) =>
            {
                during();
                return stream.WriteAsync(new byte[10], token).AsTask();
            }));

            Assert.Equal((CpsErrorCode.OutputUnwritable, path), (e.Code, e.Subject));
        }

        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task AFullDiskLeavesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && Mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", _folder.Path), "needs the right to mount a small disk");
        try
        {
            CpsException e = await Assert.ThrowsAsync<CpsException>(() => OutputFile.WriteAsync(Target, (stream, token) => stream.WriteAsync(new byte[4_000_000], token).AsTask()));

            Assert.Equal(CpsErrorCode.OutputUnwritable, e.Code);
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        }
        finally
        {
            using Process process = Process.Start("umount", [_folder.Path]);
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task AFullDeviceFailsASealingAsAnOutput()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        SecureMailbox mailbox = Given.Mailbox(Given.Directory());
        Letter letter = Given.Letter(LetterAttachment.FromBytes("a.bin", new byte[1_000_000]));
        SealPlan plan = await mailbox.PlanAsync(letter.To.ToArray());

        CpsException e = await Assert.ThrowsAsync<CpsException>(() => OutputFile.WriteAsync(Target, async (_, token) =>
        {
            await using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write);
            await mailbox.SealAsync(letter, plan, Given.DoctorKey, full, token);
        }));

        Assert.Equal(CpsErrorCode.OutputUnwritable, e.Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private Task WriteThenAsync(Action fail) => OutputFile.WriteAsync(Target, async (stream, token) =>
    {
        await stream.WriteAsync(new byte[1_000_000], token);
        fail();
    });

    private static bool Mount(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
