namespace Cps.Smime.Hprim;

/// <summary>Reads the header lines into patient, dossier, sender and addressee, and reports what is missing or doubtful.</summary>
internal static class MedecinHeader
{
    public static HprimMessage Read(MedecinHeaderLocator header, DateOnly today, DiagnosticLog log)
    {
        int LineNumber(int number) => header.First + number;

        (string postcode, string city) = SplitCity(header.Field(6));
        HprimPatient patient = new()
        {
            Identifier = header.Field(1),
            FamilyName = header.Field(2),
            FirstName = header.Field(3),
            AddressLine1 = header.Field(4),
            AddressLine2 = header.Field(5),
            Postcode = postcode,
            City = city,
            BirthDate = HprimDate.Parse(header.Field(7), today),
            Nir = new HprimNir(header.Field(8)),
        };
        HprimDossier dossier = new(header.Field(9), HprimDate.FindIn(header.Field(10), today.AddYears(today.Year < 9999 ? 1 : 0)));
        ReportBirthDate(patient.BirthDate, LineNumber(7), log);
        ReportNir(patient.Nir, LineNumber(8), log);
        if (dossier.Date is { Text.Length: > 0, Date: null })
        {
            log.Information(HprimDiagnosticCode.DateNotUnderstood, LineNumber(10));
        }

        if (!patient.IsIdentified)
        {
            log.Warning(HprimDiagnosticCode.IdentityIncomplete, LineNumber(2));
        }

        return new()
        {
            Patient = patient,
            Dossier = dossier,
            Sender = HprimParty.Parse(header.Field(11)),
            Addressee = HprimParty.Parse(header.Field(12)),
        };
    }

    private static (string Postcode, string City) SplitCity(string line)
    {
        int blank = line.AsSpan().IndexOfAny(' ', '\t');
        string first = blank < 0 ? line : line[..blank];
        return first.AsSpan().IndexOfAnyInRange('0', '9') < 0 ? ("", line) : (first, line[first.Length..].Trim());
    }

    private static void ReportBirthDate(HprimDate date, int line, DiagnosticLog log)
    {
        if (date.Text.Length > 0 && date.Date is null)
        {
            bool isMonth = date is { Year: not null, Month: null };
            log.Warning(isMonth ? HprimDiagnosticCode.BirthMonthUnknown : HprimDiagnosticCode.DateNotUnderstood, line);
        }

        if (date.IsCenturyAssumed)
        {
            log.Information(HprimDiagnosticCode.CenturyAssumed, line);
        }
    }

    private static void ReportNir(HprimNir nir, int line, DiagnosticLog log)
    {
        if (nir.Text.Length > 0 && nir.Number is null)
        {
            log.Information(HprimDiagnosticCode.NirNotUnderstood, line);
        }
        else if (nir.IsKeyRight == false)
        {
            log.Warning(HprimDiagnosticCode.NirKeyWrong, line);
        }
    }
}
