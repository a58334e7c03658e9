namespace Cps.Smime.Hprim;

/// <summary>The dossier a message belongs to: its reference (line 9) and date (line 10). Immutable.</summary>
/// <param name="Number">Reference at the sender; empty when absent.</param>
/// <param name="Date">
/// Date of the dossier or examination. Its text may hold more than a date (<c>M-5128-23/10/23</c>); it may be absent.
/// </param>
public sealed record HprimDossier(string Number, HprimDate Date)
{
    /// <summary>No reference and no date.</summary>
    public static HprimDossier None { get; } = new("", HprimDate.None);
}
