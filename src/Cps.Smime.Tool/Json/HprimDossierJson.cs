namespace Cps.Smime.Tool.Json;

/// <summary>The dossier of a message.</summary>
internal sealed record HprimDossierJson(string Number, HprimDateJson Date);
