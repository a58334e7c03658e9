namespace Cps.Smime.Hprim;

/// <summary>
/// One result (<c>RES|...</c>). The flag given by the laboratory and the one computed here are two different things: laboratories
/// leave flags out, and computing knows nothing of the patient. Immutable.
/// </summary>
public sealed record HprimResult : HprimEntry
{
    /// <summary>An empty result, to be filled by an initializer.</summary>
    public HprimResult()
    {
    }

    /// <summary>A result of kind N when the value is a plain number, else A.</summary>
    /// <param name="label">The name of the analysis in clear.</param>
    /// <param name="code">The code, as agreed with the addressee.</param>
    /// <param name="measurement">Value, unit and interval.</param>
    public HprimResult(string label, string code, HprimMeasurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        (Label, Code, Measurement) = (label, code, measurement);
        bool isPlainNumber = measurement.Value is { Number: not null, Comparison: HprimComparison.Equal, Unit: "", IsMarked: false };
        Kind = isPlainNumber ? HprimResultKind.Numeric : HprimResultKind.Alphanumeric;
    }

    /// <summary>Name of the analysis in clear (RES-02), trimmed; may be empty.</summary>
    public string Label { get; init; } = "";

    /// <summary>Code of the analysis (RES-03), trimmed; may hold blanks.</summary>
    public string Code { get; init; } = "";

    /// <summary>Type as sent (RES-04).</summary>
    public string KindText { get; init; } = "";

    /// <summary>Type of the result; setting it sets <see cref="KindText"/>.</summary>
    public HprimResultKind Kind
    {
        get => MedecinCodes.Kind(KindText);
        init => KindText = MedecinCodes.Text(value);
    }

    /// <summary>The first value (RES-05 to RES-08).</summary>
    public HprimMeasurement Measurement { get; init; } = HprimMeasurement.None;

    /// <summary>The same analysis in another unit (RES-11 to RES-14), or null.</summary>
    public HprimMeasurement? SecondMeasurement { get; init; }

    /// <summary>Abnormality as sent (RES-09).</summary>
    public string LaboratoryFlagText { get; init; } = "";

    /// <summary>Abnormality given by the laboratory; setting it sets <see cref="LaboratoryFlagText"/>.</summary>
    public HprimFlag LaboratoryFlag
    {
        get => MedecinCodes.Flag(LaboratoryFlagText);
        init => LaboratoryFlagText = MedecinCodes.Text(value);
    }

    /// <summary>
    /// Abnormality computed from values and intervals (see <see cref="HprimMeasurement.ComputedFlag"/>): the abnormal one when only
    /// one of two values is, None when they contradict each other, for codes and for titles.
    /// </summary>
    public HprimFlag ComputedFlag
    {
        get
        {
            if (Kind is HprimResultKind.Coded or HprimResultKind.Title)
            {
                return HprimFlag.None;
            }

            HprimFlag first = Measurement.ComputedFlag;
            HprimFlag second = SecondMeasurement?.ComputedFlag ?? HprimFlag.None;
            return (first, second) switch
            {
                (HprimFlag.Low, HprimFlag.High) or (HprimFlag.High, HprimFlag.Low) => HprimFlag.None,
                (HprimFlag.Low or HprimFlag.High, _) => first,
                (_, HprimFlag.Low or HprimFlag.High) => second,
                _ => first == HprimFlag.None ? second : first,
            };
        }
    }

    /// <summary>True when the laboratory or the computation says low or high: a flag left out does not hide an abnormal value.</summary>
    public bool IsAbnormal => IsOut(LaboratoryFlag) || IsOut(ComputedFlag);

    /// <summary>Status as sent (RES-10).</summary>
    public string StatusText { get; init; } = "";

    /// <summary>Status; setting it sets <see cref="StatusText"/>.</summary>
    public HprimResultStatus Status
    {
        get => MedecinCodes.Status(StatusText);
        init => StatusText = MedecinCodes.Text(value);
    }

    /// <summary>Comment lines of the laboratory: the TEX lines right after the result that do not repeat the body.</summary>
    public HprimList<string> Comments { get; init; } = [];

    /// <summary>Fields after the fourteenth, as sent: a <c>|</c> inside a value cannot be told from a separator.</summary>
    public HprimList<string> SurplusFields { get; init; } = [];

    /// <summary>True when there is a value, in either unit. A result not available yet has none.</summary>
    public bool HasValue => Measurement.Value.Text.Length > 0 || SecondMeasurement?.Value.Text.Length > 0;

    /// <summary>True when the line says nothing but a code.</summary>
    public bool IsEmpty => Label.Length == 0 && Measurement.IsEmpty && SecondMeasurement is null;

    /// <summary>True for the labels <c>soit</c> and <c>(B)</c>: the result before it, in another unit.</summary>
    public bool IsContinuation => Label.Equals("soit", StringComparison.OrdinalIgnoreCase) || Label == "(B)";

    /// <summary>Says only what kind of entry it is: no patient data goes to logs by accident.</summary>
    public override string ToString() => "result";

    internal static bool IsOut(HprimFlag flag) => flag is HprimFlag.Low or HprimFlag.High or HprimFlag.VeryLow or HprimFlag.VeryHigh;
}
