using System.Globalization;
using System.Text;

namespace Cps.Smime.Mime.Tests;

/// <summary>Names that senders give become names that are safe to create in a folder, whatever they try.</summary>
public sealed class SafeFileNameTests
{
    private static readonly string?[] s_hostile =
    [
        "../../../etc/cron.d/x", "..\\..\\evil.exe", "/etc/passwd", "\\\\server\\share\\x.pdf", "C:\\Windows\\x.dll", "C:x.txt", "file.txt:stream", "a:b", "..", ".",
        "", null, " ", "...", "   .txt  ", "a\0.txt", "a\0b", "\u0001\u0002", "a\r\nb.pdf", "a\tb", "CON", "con.txt", "NUL.tar.gz", "Com1", "LPT9.x", "AUX ", "CON .txt",
        "prn..", "COM\u00B9.txt", "photo\u202Egpj.exe", "a\u200Fb", "a\u2066b\u2069", "\uFEFFa", "a\u200Bb", "x.", "x. . .", " x", ".bashrc", "~/.ssh/id", "$HOME", "`id`", "a;b|c&d",
        "a*b?c<d>e\"f", "-rf", "e\u0301t\u00E9.txt", "\u00E9t\u00E9.txt", "\u00C9T\u00C9.TXT", "%2e%2e%2f", "a/b/", "a//b", "file://x", "\uFF0E\uFF0E\uFF0Fx", "\u2215etc", "a\u2028b", "\uD800x", "x\uDC00",
        new string('a', 5_000), new string('\u4E2D', 5_000) + ".pdf", "a." + new string('b', 5_000), "nom.pdf", "nom.pdf", "NOM.PDF", "\U0001F600.txt", "{$x}",
    ];

    [Fact]
    public void SixtyHostileNamesAllLandInTheFolderUnderNamesOfTheirOwn()
    {
        Assert.True(s_hostile.Length >= 60);
        using TempFolder folder = new();
        SafeFileName names = new();
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (string? given in s_hostile)
        {
            string name = names.Make(given, ".bin");

            Assert.True(taken.Add(name.Normalize(NormalizationForm.FormC)), $"twice: {name}");
            Assert.Equal(folder.Path, Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder.Path, name))));
            Assert.Equal(name, name.Trim(' ', '.'));
            Assert.DoesNotContain(name, c => "/\\:*?\"<>|%$;&`~".Contains(c, StringComparison.Ordinal));
            Assert.DoesNotContain(name.EnumerateRunes(), r => Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
            Assert.DoesNotContain(name.Split('.')[0].Trim().ToUpperInvariant(), new[] { "CON", "PRN", "AUX", "NUL", "COM1", "LPT9" });
            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 255);
            using FileStream created = new(folder.File(name), FileMode.CreateNew);
        }

        Assert.Equal(s_hostile.Length, Directory.GetFiles(folder.Path).Length);
    }

    [Theory]
    [InlineData("compte-rendu.pdf", "compte-rendu.pdf")]
    [InlineData("Résultats d'analyse (2).hpm", "Résultats d_analyse (2).hpm")]
    [InlineData("e\u0301te\u0301.txt", "été.txt")]
    [InlineData("../../../etc/cron.d/x", "x")]
    [InlineData("C:\\Users\\x\\lettre.doc", "lettre.doc")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("con .txt", "_con .txt")]
    [InlineData(null, "part.bin")]
    [InlineData("...", "part.bin")]
    [InlineData("photo\u202Egpj.exe", "photo_gpj.exe")]
    public void AGivenNameStaysRecognisable(string? given, string expected) => Assert.Equal(expected, new SafeFileName().Make(given, ".bin"));

    [Fact]
    public void TheSecondOfANameIsNumbered()
    {
        SafeFileName names = new();

        Assert.Equal(["a.pdf", "A-2.pdf", "a-3.pdf", "a-2-2.pdf"], new[] { "a.pdf", "A.pdf", "a.pdf", "a-2.pdf" }.Select(n => names.Make(n, "")));
    }
}
