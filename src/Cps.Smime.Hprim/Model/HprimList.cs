namespace Cps.Smime.Hprim;

/// <summary>Makes <see cref="HprimList{T}"/>: collection expressions (<c>[a, b]</c>) come here.</summary>
public static class HprimList
{
    /// <summary>A list of these items, copied.</summary>
    public static HprimList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? HprimList<T>.Empty : new(items.ToArray());
}
