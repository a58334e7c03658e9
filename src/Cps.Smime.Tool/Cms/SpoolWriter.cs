using Cps.Smime.Envelopes;

namespace Cps.Smime.Tool.Cms;

/// <summary>A stream that is written into a spool.</summary>
internal sealed class SpoolWriter(ContentSpool spool) : PushStream(64 * 1024)
{
    protected override ValueTask PushBlockAsync(ReadOnlyMemory<byte> block, bool synchronous, CancellationToken cancellationToken)
    {
        spool.Write(block.Span);
        return ValueTask.CompletedTask;
    }

    protected override ValueTask PushEndAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken) => PushBlockAsync(block, synchronous: false, cancellationToken);
}
