namespace Cps.Smime.Hprim;

/// <summary>Reads one RES line: up to fourteen fields, of which any may be absent, and reports what is doubtful in it.</summary>
internal static class MedecinResult
{
    public static HprimResult Read(SourceLine line, DiagnosticLog log)
    {
        string[] fields = line.Text.Split('|');
        string Field(int index) => index < fields.Length ? fields[index].Trim() : "";

        bool isText = MedecinCodes.Kind(Field(3)) is HprimResultKind.Coded or HprimResultKind.Title;
        HprimMeasurement Measurement(int value, int unit, int lower) => new(
            isText ? HprimValue.OfText(Field(value)) : new HprimValue(Field(value)),
            Field(unit),
            new HprimInterval(Field(lower), Field(lower + 1)));

        HprimMeasurement second = Measurement(10, 11, 12);
        HprimResult result = new()
        {
            Label = Field(1),
            Code = Field(2),
            KindText = Field(3),
            Measurement = Measurement(4, 5, 6),
            LaboratoryFlagText = Field(8),
            StatusText = Field(9),
            SecondMeasurement = second.IsEmpty ? null : second,
            SurplusFields = fields.Length > 14 ? [.. fields[14..]] : [],
        };
        Report(result, line, log);
        return result;
    }

    private static void Report(HprimResult result, SourceLine line, DiagnosticLog log)
    {
        void Place(bool isSo, HprimDiagnosticCode code, int field, bool isWarning = true)
        {
            if (isSo)
            {
                int column = ColumnOf(line.Text, field);
                (isWarning ? log.Warning : (Action<HprimDiagnosticCode, int, int>)log.Information)(code, line.Number, column);
            }
        }

        HprimFlag flag = result.LaboratoryFlag;
        HprimFlag computed = result.ComputedFlag;
        bool isComputedOut = HprimResult.IsOut(computed);
        Place(result.SurplusFields.Count > 0, HprimDiagnosticCode.SurplusFields, 14);
        Place(result.Kind == HprimResultKind.Other, HprimDiagnosticCode.CodeUnknown, 3, isWarning: false);
        Place(flag == HprimFlag.Other, HprimDiagnosticCode.CodeUnknown, 8);
        Place(result.Status == HprimResultStatus.Other, HprimDiagnosticCode.CodeUnknown, 9);
        Place(
            result.Kind == HprimResultKind.Numeric && result.Measurement.Value is { Text.Length: > 0, Number: null },
            HprimDiagnosticCode.TextInNumericResult, 4, isWarning: false);
        Place(result.Measurement.IsNumberAmbiguous, HprimDiagnosticCode.NumberAmbiguous, 4);
        Place(result.SecondMeasurement?.IsNumberAmbiguous == true, HprimDiagnosticCode.NumberAmbiguous, 10);
        Place(!result.Measurement.Interval.IsUnderstood, HprimDiagnosticCode.IntervalNotUnderstood, 6, isWarning: false);
        Place(result.SecondMeasurement?.Interval.IsUnderstood == false, HprimDiagnosticCode.IntervalNotUnderstood, 12, isWarning: false);
        Place(flag == HprimFlag.None && isComputedOut, HprimDiagnosticCode.FlagMissing, 8);
        Place(Disagrees(flag, computed), HprimDiagnosticCode.FlagDisagrees, 8);
    }

    private static bool Disagrees(HprimFlag flag, HprimFlag computed) => (flag, computed) switch
    {
        (HprimFlag.Normal, HprimFlag.Low or HprimFlag.High) => true,
        (HprimFlag.Low or HprimFlag.VeryLow, HprimFlag.Normal or HprimFlag.High) => true,
        (HprimFlag.High or HprimFlag.VeryHigh, HprimFlag.Normal or HprimFlag.Low) => true,
        _ => false,
    };

    private static int ColumnOf(string line, int field)
    {
        int at = 0;
        for (; field > 0; field--)
        {
            int bar = line.IndexOf('|', at);
            if (bar < 0)
            {
                return line.Length + 1;
            }

            at = bar + 1;
        }

        return at + 1;
    }
}
