using System.Globalization;

namespace Cps.Smime.Fuzz;

/// <summary>What a run is asked to do.</summary>
internal sealed record Arguments
{
    public double Minutes { get; init; } = 5;

    public long Cases { get; init; } = long.MaxValue;

    public int Seed { get; init; } = Environment.TickCount & int.MaxValue;

    /// <summary>The folder that takes the cases that broke a promise.</summary>
    public string Findings { get; init; } = "findings";

    public static Arguments Parse(string[] arguments)
    {
        Arguments result = new();
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            result = arguments[i] switch
            {
                "--minutes" => result with { Minutes = double.Parse(value, CultureInfo.InvariantCulture) },
                "--cases" => result with { Cases = long.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => result with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--findings" => result with { Findings = Path.GetFullPath(value) },
                _ => throw new ArgumentException($"{arguments[i]} is not known."),
            };
        }

        return result;
    }

    public string[] ToArray() =>
    [
        "--minutes", Minutes.ToString(CultureInfo.InvariantCulture), "--cases", Cases.ToString(CultureInfo.InvariantCulture),
        "--seed", Seed.ToString(CultureInfo.InvariantCulture), "--findings", Findings,
    ];
}
