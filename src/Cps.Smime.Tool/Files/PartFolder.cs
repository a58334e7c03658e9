using System.Globalization;
using Cps.Smime.Certificates;
using Cps.Smime.Mime;

namespace Cps.Smime.Tool;

/// <summary>
/// Writes the parts of an opened message into a folder, which is made when absent. A file that is there already is never replaced: the
/// part gets the next free name (<c>letter-2.pdf</c>). A link in its place counts as a file. Every file is complete or absent.
/// </summary>
internal sealed class PartFolder
{
    private const int MaximumTries = 10_000;
    private readonly string _folder;

    public PartFolder(string folder)
    {
        _folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CpsException(CpsErrorCode.OutputUnwritable, "the folder cannot be made", folder, "Check that its parent exists and may be written", e);
        }
    }

    /// <summary>Writes a part.</summary>
    /// <returns>The name of the file in the folder, and its length in bytes.</returns>
    public async Task<(string Name, long Length)> WriteAsync(MessagePart part, CancellationToken cancellationToken)
    {
        string name = FreeName(part.FileName);
        long length = 0;
        await OutputFile.WriteNewAsync(
            Path.Combine(_folder, name),
            async (output, token) =>
            {
                await using CountingStream content = new(part.OpenRead(), count => length += count);
                await content.CopyToAsync(output, token);
            },
            cancellationToken);
        return (name, length);
    }

    private string FreeName(string wanted)
    {
        string stem = Path.GetFileNameWithoutExtension(wanted);
        string extension = Path.GetExtension(wanted);
        for (int number = 1; number <= MaximumTries; number++)
        {
            string name = number == 1 ? wanted : string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{extension}");
            FileInfo file = new(Path.Combine(_folder, name));
            if (!Path.Exists(file.FullName) && file.LinkTarget is null)
            {
                return name;
            }
        }

        throw new CpsException(CpsErrorCode.OutputUnwritable, "the folder holds too many files of the same name", _folder, "Give another folder");
    }
}
