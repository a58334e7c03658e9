namespace Cps.Smime.Hprim;

/// <summary>What the markers <c>****LAB****</c>, <c>****FIN****</c> and <c>****FINFICHIER****</c> say.</summary>
internal enum MedecinMarker
{
    None,
    Lab,
    Fin,
    FinFichier,
}
