using System.Globalization;

namespace Cps.Smime.Hprim;

/// <summary>
/// One thing the reader or the writer noticed, where, and what was done. It holds no text of the file, so it may be logged.
/// </summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">What it is about.</param>
/// <param name="Line">Line in the file, from 1; 0 for the file as a whole.</param>
/// <param name="Column">Column in the line, from 1 (characters); 0 for the line as a whole.</param>
/// <param name="Message">Number of the message concerned, from 1; 0 for the file as a whole.</param>
public sealed record HprimDiagnostic(HprimSeverity Severity, HprimDiagnosticCode Code, int Line = 0, int Column = 0, int Message = 0)
{
    /// <summary>What happened and what was done, in words for people.</summary>
    public string Describe(HprimLanguage language) => DiagnosticTexts.Of(Code, language);

    /// <summary>Position, severity, code and English description.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column} {Severity} {Code}: {Describe(HprimLanguage.English)}");
}
