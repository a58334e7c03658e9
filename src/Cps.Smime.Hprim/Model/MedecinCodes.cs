namespace Cps.Smime.Hprim;

/// <summary>The letters of RES-04 (kind), RES-09 (flag) and RES-10 (status) and what they mean. Lower case occurs and is read.</summary>
internal static class MedecinCodes
{
    public static HprimResultKind Kind(string text) => text.ToUpperInvariant() switch
    {
        "" => HprimResultKind.Unspecified,
        "N" => HprimResultKind.Numeric,
        "A" => HprimResultKind.Alphanumeric,
        "C" => HprimResultKind.Coded,
        "T" => HprimResultKind.Title,
        _ => HprimResultKind.Other,
    };

    public static string Text(HprimResultKind kind) => kind switch
    {
        HprimResultKind.Unspecified => "",
        HprimResultKind.Numeric => "N",
        HprimResultKind.Alphanumeric => "A",
        HprimResultKind.Coded => "C",
        HprimResultKind.Title => "T",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Set KindText instead."),
    };

    public static HprimFlag Flag(string text) => text.ToUpperInvariant() switch
    {
        "" => HprimFlag.None,
        "N" => HprimFlag.Normal,
        "L" => HprimFlag.Low,
        "H" => HprimFlag.High,
        "LL" => HprimFlag.VeryLow,
        "HH" => HprimFlag.VeryHigh,
        _ => HprimFlag.Other,
    };

    public static string Text(HprimFlag flag) => flag switch
    {
        HprimFlag.None => "",
        HprimFlag.Normal => "N",
        HprimFlag.Low => "L",
        HprimFlag.High => "H",
        HprimFlag.VeryLow => "LL",
        HprimFlag.VeryHigh => "HH",
        _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, "Set LaboratoryFlagText instead."),
    };

    public static HprimResultStatus Status(string text) => text.ToUpperInvariant() switch
    {
        "" => HprimResultStatus.Unspecified,
        "F" => HprimResultStatus.Validated,
        "R" => HprimResultStatus.NotValidated,
        "C" => HprimResultStatus.Corrected,
        _ => HprimResultStatus.Other,
    };

    public static string Text(HprimResultStatus status) => status switch
    {
        HprimResultStatus.Unspecified => "",
        HprimResultStatus.Validated => "F",
        HprimResultStatus.NotValidated => "R",
        HprimResultStatus.Corrected => "C",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Set StatusText instead."),
    };
}
