using Cps.Smime.Certificates;

namespace Cps.Smime;

/// <summary>A message of a batch, to be opened. Immutable.</summary>
public sealed class OpenJob
{
    private readonly Func<Stream> _open;

    private OpenJob(string? path, Func<Stream> open, OpenOptions? options)
    {
        Path = path;
        _open = open;
        Options = options;
    }

    /// <summary>The file, or null when it is a stream.</summary>
    public string? Path { get; }

    /// <summary>What the caller knows of the message, or null.</summary>
    public OpenOptions? Options { get; }

    /// <summary>A message in a file. The file is looked at when it is the message's turn.</summary>
    public static OpenJob FromFile(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new OpenJob(path, () => new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 }), options);
    }

    /// <summary>A message in anything that can be read.</summary>
    /// <param name="open">Opens the stream when it is the message's turn; the batch disposes it. It need not be seekable.</param>
    /// <param name="options">What the caller knows of the message, or null.</param>
    public static OpenJob FromStream(Func<Stream> open, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new OpenJob(null, open, options);
    }

    internal Stream Open()
    {
        try
        {
            return _open();
        }
        catch (Exception e) when (CountedStream.IsFailure(e))
        {
            throw Unreadable(e);
        }
    }

    internal CpsException Unreadable(Exception cause) => new(
        CpsErrorCode.InputUnreadable, "the message cannot be read", Path, "Check that it exists and may be read.", cause);
}
