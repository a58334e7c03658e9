using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Cms;

/// <summary>What <c>--out</c> names: a file that is complete or absent, or standard output, which gets everything at the end or nothing.</summary>
internal static class CmsOutput
{
    /// <summary>Writes what is made while it is written.</summary>
    public static async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (path != CmsSource.Standard)
        {
            await OutputFile.WriteAsync(path, write, cancellationToken);
            return;
        }

        using ContentSpool spool = new();
        await using (SpoolWriter writer = new(spool))
        {
            await write(writer, cancellationToken);
            await writer.CompleteAsync(cancellationToken);
        }

        spool.Complete();
        await WriteAsync(path, spool, cancellationToken);
    }

    /// <summary>Writes content that waited until it was found good.</summary>
    public static async Task WriteAsync(string path, ContentSpool content, CancellationToken cancellationToken)
    {
        if (path != CmsSource.Standard)
        {
            await OutputFile.WriteAsync(path, content.CopyToAsync, cancellationToken);
            return;
        }

        try
        {
            await using Stream output = System.Console.OpenStandardOutput();
            await content.CopyToAsync(output, cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new CpsException(CpsErrorCode.OutputUnwritable, "standard output cannot be written", innerException: e);
        }
    }
}
