using Cps.Smime.Hprim;

namespace Cps.Smime.Tool.Json;

/// <summary>The patient of a message.</summary>
internal sealed record HprimPatientJson(
    string Identifier,
    string FamilyName,
    string FirstName,
    string AddressLine1,
    string AddressLine2,
    string Postcode,
    string City,
    HprimDateJson BirthDate,
    HprimNirJson Nir,
    string Sex,
    bool IsIdentified)
{
    public static HprimPatientJson Of(HprimPatient patient) => new(
        patient.Identifier, patient.FamilyName, patient.FirstName, patient.AddressLine1, patient.AddressLine2, patient.Postcode, patient.City,
        HprimDateJson.Of(patient.BirthDate),
        new HprimNirJson(patient.Nir.Text, patient.Nir.Number, patient.Nir.Key, patient.Nir.IsKeyRight),
        JsonName.Of(patient.Sex), patient.IsIdentified);
}
