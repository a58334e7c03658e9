namespace Cps.Smime.Hprim;

/// <summary>The labelled values of a message's header, in the order both views show them. Absent ones are left out.</summary>
internal static class MessageFields
{
    public static IEnumerable<(string Label, string Value)> Of(HprimMessage message, ViewWords words)
    {
        HprimPatient patient = message.Patient;
        string name = DisplayText.Name(patient);
        string nir = patient.Nir.IsKeyRight == false ? $"{patient.Nir.Text} ({words.WrongKey})" : patient.Nir.Text;
        (string Label, string Value)[] fields =
        [
            ("Patient", name.Length == 0 ? words.NotIdentified : name),
            (words.Born, DisplayText.Date(patient.BirthDate, words)),
            (words.Sex, words.Sexes(patient.Sex)),
            (words.Nir, nir),
            (words.PatientCode, patient.Identifier),
            (words.Address, DisplayText.Address(patient)),
            (words.Sender, DisplayText.Party(message.Sender)),
            (words.Addressee, DisplayText.Party(message.Addressee)),
            (words.Dossier, message.Dossier.Number),
            (words.Date, DisplayText.Date(message.Dossier.Date, words)),
        ];
        return fields.Where(f => f.Value.Length > 0);
    }
}
