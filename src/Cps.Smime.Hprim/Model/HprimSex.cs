namespace Cps.Smime.Hprim;

/// <summary>Sex of the patient as the file gives it; in HPRIM Médecin only the first digit of the NIR tells it.</summary>
public enum HprimSex
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Female.</summary>
    Female,

    /// <summary>Male.</summary>
    Male,
}
