namespace Cps.Smime.Hprim;

/// <summary>The file written and what was altered or will read back differently.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Diagnostics">Replacements made, and what the format could not keep; positions are those of the file written.</param>
public sealed record HprimWriteResult(ReadOnlyMemory<byte> Bytes, HprimList<HprimDiagnostic> Diagnostics);
