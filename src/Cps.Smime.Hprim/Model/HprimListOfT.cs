using System.Collections;
using System.Runtime.CompilerServices;

namespace Cps.Smime.Hprim;

/// <summary>
/// An immutable list that compares by its items, so that records which hold lists compare by content: this is how the writer
/// knows that a document is unchanged. Thread safe.
/// </summary>
[CollectionBuilder(typeof(HprimList), nameof(HprimList.Create))]
public sealed class HprimList<T> : IReadOnlyList<T>, IEquatable<HprimList<T>>
{
    private readonly T[] _items;

    internal HprimList(T[] items) => _items = items;

    /// <summary>The list without items.</summary>
    internal static HprimList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public bool Equals(HprimList<T>? other) =>
        other is not null && (ReferenceEquals(this, other) || _items.AsSpan().SequenceEqual(other._items, EqualityComparer<T>.Default));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HprimList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The number of items, never their content (which may be about a patient).</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_items.Length} items");

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
