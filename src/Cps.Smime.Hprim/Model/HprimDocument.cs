namespace Cps.Smime.Hprim;

/// <summary>
/// A file: its messages, what stood after the end, and, when it was read, the original bytes and what the reader has to say about
/// them. Make a new one with <c>new HprimDocument(message)</c>; change one with <c>with</c>. Immutable, thread safe.
/// </summary>
public sealed record HprimDocument
{
    /// <summary>A document to be filled by an initializer.</summary>
    public HprimDocument()
    {
    }

    /// <summary>A new document of these messages.</summary>
    public HprimDocument(params ReadOnlySpan<HprimMessage> messages) => Messages = HprimList.Create(messages);

    /// <summary>The format; HPRIM Médecin for a new document.</summary>
    public HprimFormat Format { get; init; } = HprimFormat.Medecin;

    /// <summary>The encoding the file was read with.</summary>
    public HprimEncoding Encoding { get; internal init; } = HprimEncoding.Windows1252;

    /// <summary>The messages, one patient each.</summary>
    public HprimList<HprimMessage> Messages { get; init; } = [];

    /// <summary>Lines after the last message (a disclaimer that a mail server added), without the blank lines around them.</summary>
    public HprimList<string> Trailer { get; init; } = [];

    /// <summary>What the reader noticed, in the order of reading.</summary>
    public HprimList<HprimDiagnostic> Diagnostics { get; internal init; } = [];

    /// <summary>The bytes that were read (a copy); empty for a new document. They stay those of the file when the document is changed.</summary>
    public ReadOnlyMemory<byte> OriginalBytes { get; internal init; }

    /// <summary>The decoded text that was read; empty for a new document.</summary>
    public string SourceText { get; internal init; } = "";

    /// <summary>True when it was read and format, messages and trailer are still those of the file.</summary>
    public bool IsUnchanged => AsRead is { } read && read.Format == Format && read.Messages.Equals(Messages) && read.Trailer.Equals(Trailer);

    /// <summary>The document the reader made, kept through every <c>with</c>.</summary>
    internal HprimDocument? AsRead { get; init; }

    /// <summary>Two documents are equal when format, messages and trailer are; the bytes they came from do not matter.</summary>
    public bool Equals(HprimDocument? other) =>
        other is not null && other.Format == Format && other.Messages.Equals(Messages) && other.Trailer.Equals(Trailer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Format, Messages, Trailer);

    /// <summary>Says only the format and how many messages there are: no patient data goes to logs by accident.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"HPRIM {Format}, {Messages.Count} messages");
}
