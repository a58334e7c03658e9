namespace Cps.Smime.Hprim.Tests;

/// <summary>Values, units, intervals and flags as laboratories send them.</summary>
public class ResultQuirkTests
{
    [Theory]
    [InlineData("1.42", "1.42", HprimComparison.Equal, "")]
    [InlineData("2,4", "2.4", HprimComparison.Equal, "")]
    [InlineData("-8", "-8", HprimComparison.Equal, "")]
    [InlineData("+3.5", "3.5", HprimComparison.Equal, "")]
    [InlineData("    < 0.12  mg/l ", "0.12", HprimComparison.LessThan, "mg/l")]
    [InlineData("<=5", "5", HprimComparison.LessThanOrEqual, "")]
    [InlineData("≤ 5", "5", HprimComparison.LessThanOrEqual, "")]
    [InlineData(">100", "100", HprimComparison.GreaterThan, "")]
    [InlineData("≥100", "100", HprimComparison.GreaterThanOrEqual, "")]
    [InlineData("inf. à 0,034", "0.034", HprimComparison.LessThan, "")]
    [InlineData("sup. à 90", "90", HprimComparison.GreaterThan, "")]
    [InlineData("33%", "33", HprimComparison.Equal, "%")]
    [InlineData("7.2 /mm3", "7.2", HprimComparison.Equal, "/mm3")]
    [InlineData("2,19 *g/l", "2.19", HprimComparison.Equal, "g/l")]
    [InlineData("* 2,19", "2.19", HprimComparison.Equal, "")]
    public void A_number_is_read_with_its_operator_and_unit(string text, string number, HprimComparison comparison, string unit)
    {
        HprimValue value = new(text);

        Assert.Equal(
            (decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), comparison, unit, text.Trim(), text.Contains('*', StringComparison.Ordinal)),
            (value.Number, value.Comparison, value.Unit, value.Text, value.IsMarked));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Oui")]
    [InlineData("Sérum limpide")]
    [InlineData("12/01/2024")]
    [InlineData("1/160")]
    [InlineData("10 000")]
    [InlineData("1.234,5")]
    [InlineData("12h30")]
    [InlineData("2E5")]
    [InlineData("3+")]
    [InlineData("5-10")]
    [InlineData(".")]
    [InlineData("<")]
    [InlineData("--8")]
    [InlineData("1.")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("12 voir commentaire du biologiste")]
    public void What_is_no_number_stays_text(string text)
    {
        HprimValue value = new(text);

        Assert.Null(value.Number);
        Assert.Equal((text, ""), (value.Text, value.Unit));
    }

    [Theory]
    [InlineData("0.74", "1.06", "0.74", "1.06")]
    [InlineData("13,0", "", "13.0", null)]
    [InlineData("", "0.034", null, "0.034")]
    [InlineData("2.20-2.60", "", "2.20", "2.60")]
    [InlineData("-2 - 2", "", "-2", "2")]
    [InlineData("-8", "-2", "-8", "-2")]
    [InlineData("-8--2", "", "-8", "-2")]
    [InlineData("4 à 10", "", "4", "10")]
    [InlineData("", "4 - 10", "4", "10")]
    [InlineData("VR: 4 - 10", "", "4", "10")]
    [InlineData("N : 4-10", "", "4", "10")]
    [InlineData("(4 - 10)", "", "4", "10")]
    [InlineData("<10", "", null, "10")]
    [InlineData("sup. à 5", "", "5", null)]
    [InlineData("inf. à 5", "", null, "5")]
    public void Bounds_are_read_where_laboratories_put_them(string lower, string upper, string? least, string? most)
    {
        HprimInterval interval = new(lower, upper);

        Assert.True(interval.IsUnderstood);
        Assert.Equal(
            (least, most),
            (interval.Lower?.ToString(System.Globalization.CultureInfo.InvariantCulture), interval.Upper?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("négatif", "")]
    [InlineData("10", "5")]
    [InlineData("4 - 10", "12")]
    [InlineData("homme 4-10, femme 3-9", "")]
    [InlineData("4-", "")]
    public void An_interval_that_is_not_understood_gives_no_bound(string lower, string upper)
    {
        HprimInterval interval = new(lower, upper);

        Assert.Equal((false, null, null), (interval.IsUnderstood, interval.Lower, interval.Upper));
        Assert.Equal((lower, upper), (interval.LowerText, interval.UpperText));
    }

    [Theory]
    [InlineData("5", "4", "10", HprimFlag.Normal)]
    [InlineData("4", "4", "10", HprimFlag.Normal)]
    [InlineData("10", "4", "10", HprimFlag.Normal)]
    [InlineData("3.99", "4", "10", HprimFlag.Low)]
    [InlineData("10,01", "4", "10", HprimFlag.High)]
    [InlineData("10", "<10", "", HprimFlag.High)]
    [InlineData("5", ">5", "", HprimFlag.Low)]
    [InlineData("< 0.012", "", "0.034", HprimFlag.Normal)]
    [InlineData("< 0.05", "", "0.034", HprimFlag.None)]
    [InlineData("< 5", "4", "10", HprimFlag.None)]
    [InlineData("< 4", "4", "10", HprimFlag.Low)]
    [InlineData("<= 4", "4", "10", HprimFlag.None)]
    [InlineData("> 10", "4", "10", HprimFlag.High)]
    [InlineData("> 9", "4", "10", HprimFlag.None)]
    [InlineData(">= 4", "4", "", HprimFlag.Normal)]
    [InlineData("5", "", "", HprimFlag.None)]
    [InlineData("5", "0.00", "9999.00", HprimFlag.None)]
    [InlineData("Oui", "4", "10", HprimFlag.None)]
    [InlineData("2.920", "4000", "10000", HprimFlag.Low)]
    [InlineData("5.200", "4000", "10000", HprimFlag.None)]
    [InlineData("5.200", "4", "10", HprimFlag.Normal)]
    public void A_flag_is_computed_only_when_it_is_sure(string value, string lower, string upper, HprimFlag expected) =>
        Assert.Equal(expected, new HprimMeasurement(value, "", lower, upper).ComputedFlag);

    [Theory]
    [InlineData("RES|SODIUM|NA33|N|143|mEq/l|132|146|N|F", 143, HprimFlag.Normal, HprimResultStatus.Validated)]
    [InlineData("RES|SODIUM|NA33|N|143", 143, HprimFlag.None, HprimResultStatus.Unspecified)]
    [InlineData("RES||IGET 005|A", null, HprimFlag.None, HprimResultStatus.Unspecified)]
    [InlineData("RES|", null, HprimFlag.None, HprimResultStatus.Unspecified)]
    [InlineData("res|x|y|n|5||||hh|c", 5, HprimFlag.VeryHigh, HprimResultStatus.Corrected)]
    [InlineData("RES|x|y|N|5||||??|Z", 5, HprimFlag.Other, HprimResultStatus.Other)]
    public void Fields_may_be_absent_in_lower_case_or_unknown(string line, int? number, HprimFlag flag, HprimResultStatus status)
    {
        HprimResult result = Given.ReadResult(line);

        Assert.Equal((number, flag, status), (result.Measurement.Value.Number, result.LaboratoryFlag, result.Status));
    }

    [Fact]
    public void Codes_keep_their_inner_blanks_and_labels_their_colon()
    {
        HprimResult result = Given.ReadResult("RES|Leucocytes : | NF   030 |N|5");

        Assert.Equal(("Leucocytes :", "NF   030"), (result.Label, result.Code));
    }

    [Fact]
    public void A_flag_may_concern_the_second_value_alone()
    {
        HprimResult result = Given.ReadResult("RES|Lymphocytes|ly|N|33.0|%|||L|F|964|/mm3|1000|4000");

        Assert.Equal((HprimFlag.None, HprimFlag.Low, HprimFlag.Low), (result.Measurement.ComputedFlag, result.SecondMeasurement!.ComputedFlag, result.ComputedFlag));
    }

    [Fact]
    public void A_missing_flag_does_not_hide_an_abnormal_value()
    {
        HprimResult result = Given.ReadResult("RES|POTASSIUM|K|N|6.9|mmol/l|3.5|5.1");

        Assert.Equal((HprimFlag.None, HprimFlag.High, true), (result.LaboratoryFlag, result.ComputedFlag, result.IsAbnormal));
    }

    [Fact]
    public void A_flag_that_the_numbers_contradict_is_reported_and_both_are_kept()
    {
        HprimDocument document = Given.ReadAfterHeader("****LAB****", "RES|POTASSIUM|K|N|6.9|mmol/l|3.5|5.1|N|F");

        Assert.Equal([new(HprimSeverity.Warning, HprimDiagnosticCode.FlagDisagrees, 15, 38, 1)], document.Diagnostics);
        Assert.True(document.Messages[0].Results.First().IsAbnormal);
    }

    [Fact]
    public void A_code_is_never_a_number()
    {
        HprimResult result = Given.ReadResult("RES|GERME|G|C|1234||1|2");

        Assert.Equal((null, "1234", HprimFlag.None), (result.Measurement.Value.Number, result.Measurement.Value.Text, result.ComputedFlag));
    }

    [Fact]
    public void Surplus_fields_are_kept_aside()
    {
        HprimDocument document = Given.ReadAfterHeader("****LAB****", "RES|a|b|N|1|u|0|2|N|F|3|v|2|4|plus| encore ");

        Assert.Equal(["plus", " encore "], document.Messages[0].Results.First().SurplusFields);
        Assert.Equal([HprimDiagnosticCode.SurplusFields], Given.Codes(document));
    }

    [Fact]
    public void A_long_comment_in_the_place_of_the_value_leaves_the_second_value_readable()
    {
        HprimResult result = Given.ReadResult("RES|DFG|DFG|N|Estimation selon CKD-EPI, à interpréter||||||62|ml/min|60|");

        Assert.Equal((null, 62m, HprimFlag.Normal), (result.Measurement.Value.Number, result.SecondMeasurement!.Value.Number, result.ComputedFlag));
    }

    [Fact]
    public void Numbers_are_never_read_from_the_body()
    {
        HprimMessage message = Given.ReadAfterHeader("LEUCOCYTES   2.920 /mm3   4.000 à 10.000").Messages[0];

        Assert.Empty(message.Results);
    }
}
