namespace Cps.Smime.Certificates;

/// <summary>The families of cards (nomenclature G02).</summary>
public enum CardKind
{
    /// <summary>CPS: a health professional.</summary>
    Cps,

    /// <summary>CPF: a health professional in training.</summary>
    Cpf,

    /// <summary>CDE or CPE: the director or an employee of a health structure.</summary>
    Cpe,

    /// <summary>CDA or CPA: an authorised structure.</summary>
    Cpa,
}
