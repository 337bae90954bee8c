using System.Collections;

namespace PgBackup.Schema;

/// <summary>A set in the order in which its items were added, made for few of them: there can be a hundred thousand such sets, and most
/// hold one or two.</summary>
internal sealed class ReferenceSet<T> : IReadOnlyCollection<T>
    where T : class
{
    // Beyond it, looking at each costs more than hashing.
    private const int ScannedAtMost = 8;

    private T[] _items = [];
    private HashSet<T>? _index;

    public int Count { get; private set; }

    /// <summary>Adds an item.</summary>
    /// <returns>False where it was there already.</returns>
    public bool Add(T item)
    {
        if (Contains(item))
            return false;
        if (Count == _items.Length)
            Array.Resize(ref _items, Count == 0 ? 1 : Count * 2);
        _items[Count++] = item;
        if (_index is not null)
            _index.Add(item);
        else if (Count > ScannedAtMost)
            _index = [.. _items.AsSpan(0, Count)];
        return true;
    }

    public bool Contains(T item) => _index?.Contains(item) ?? Array.IndexOf(_items, item, 0, Count) >= 0;

    public bool Remove(T item) => RemoveWhere(i => ReferenceEquals(i, item)) > 0;

    public void UnionWith(IEnumerable<T> items)
    {
        foreach (var item in items)
            Add(item);
    }

    public void ExceptWith(IReadOnlySet<T> items) => RemoveWhere(items.Contains);

    /// <summary>Removes what <paramref name="match"/> is true for.</summary>
    /// <returns>How many were removed.</returns>
    public int RemoveWhere(Predicate<T> match)
    {
        var kept = Array.FindAll(_items[..Count], i => !match(i));
        var removed = Count - kept.Length;
        if (removed == 0)
            return 0;
        (_items, Count) = (kept, kept.Length);
        _index = Count > ScannedAtMost ? [.. kept] : null;
        return removed;
    }

    public ArraySegment<T>.Enumerator GetEnumerator() => new ArraySegment<T>(_items, 0, Count).GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
