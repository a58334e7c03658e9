namespace Cps.Smime.Tool.Json;

/// <summary>A remark of the reader; line, column and message count from 1, and 0 means the whole file.</summary>
internal sealed record HprimDiagnosticJson(string Severity, string Code, int Line, int Column, int Message, string Text);
