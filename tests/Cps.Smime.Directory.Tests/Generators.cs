using CsCheck;

namespace Cps.Smime.Directories.Tests;

/// <summary>Random values that several tests draw.</summary>
internal static class Generators
{
    /// <summary>One of these values.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
