namespace Cps.Smime.Tool.Cms;

/// <summary>Takes some bytes.</summary>
internal delegate void SpanTaker(ReadOnlySpan<byte> bytes);
