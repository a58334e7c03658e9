namespace Cps.Smime.Hprim;

/// <summary>Lays a document out as the lines of an HPRIM Médecin file: twelve header lines, a blank one, body, structured part, both end markers.</summary>
internal sealed class MedecinComposer(SafeText safe, DiagnosticLog log)
{
    private const int PartyColumn = 11;
    private readonly List<string> _lines = [];

    private int NextLine => _lines.Count + 1;

    public List<string> Compose(HprimDocument document)
    {
        foreach (HprimMessage message in document.Messages)
        {
            log.Message++;
            Header(message);
            _lines.Add("");
            foreach (string line in message.Body)
            {
                AddLine(line);
            }

            Entries(message.Entries);
            _lines.Add(MedecinSyntax.Fin);
        }

        log.Message = 0;
        _lines.Add(MedecinSyntax.FinFichier);
        foreach (string line in document.Trailer)
        {
            AddLine(line);
        }

        return _lines;
    }

    private void Header(HprimMessage message)
    {
        HprimPatient patient = message.Patient;
        if (!patient.IsIdentified)
        {
            log.Warning(HprimDiagnosticCode.IdentityIncomplete, NextLine + 1);
        }

        AddLine(patient.Identifier.Length == 0 ? "." : patient.Identifier);
        AddLine(patient.FamilyName);
        AddLine(patient.FirstName);
        AddLine(patient.AddressLine1);
        AddLine(patient.AddressLine2);
        AddLine($"{patient.Postcode} {patient.City}".Trim());
        AddLine(patient.BirthDate.Text);
        AddLine(patient.Nir.Text);
        AddLine(message.Dossier.Number);
        AddLine(message.Dossier.Date.Text);
        AddLine(Party(message.Sender));
        AddLine(Party(message.Addressee));
    }

    /// <summary>Code in eleven columns, then the name; a dot stands for no code.</summary>
    private static string Party(HprimParty party)
    {
        string code = party.Code.Length == 0 ? "." : party.Code;
        return party.Name.Length == 0 ? code : string.Concat(code.PadRight(PartyColumn - 1), " ", party.Name);
    }

    private void Entries(HprimList<HprimEntry> entries)
    {
        if (entries.Count > 0)
        {
            _lines.Add(MedecinSyntax.Lab);
        }

        foreach (HprimEntry entry in entries)
        {
            if (entry is HprimTextLine text)
            {
                AddText(text.Text);
            }
            else if (entry is HprimResult result)
            {
                AddResult(result);
                foreach (string comment in result.Comments)
                {
                    AddText(comment);
                }
            }
        }
    }

    private void AddLine(string line) => _lines.Add(safe.Line(line, NextLine));

    private void AddText(string text) => _lines.Add(text.Length == 0 ? "TEX" : "TEX|" + safe.Text(text, NextLine));

    private void AddResult(HprimResult result)
    {
        HprimMeasurement first = result.Measurement;
        HprimMeasurement second = result.SecondMeasurement ?? HprimMeasurement.None;
        string[] fields =
        [
            "RES", result.Label, result.Code, result.KindText,
            first.Value.Text, first.Unit, first.Interval.LowerText, first.Interval.UpperText,
            result.LaboratoryFlagText, result.StatusText,
            second.Value.Text, second.Unit, second.Interval.LowerText, second.Interval.UpperText,
            .. result.SurplusFields,
        ];
        int column = 1;
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = safe.Field(fields[i], NextLine, column);
            column += fields[i].Length + 1;
        }

        // Trailing empty fields go with their separators; the first four stay.
        int last = Math.Max(3, Array.FindLastIndex(fields, f => f.Length > 0));
        _lines.Add(string.Join('|', fields[..(last + 1)]));
    }
}
