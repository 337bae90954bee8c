using System.Collections;

namespace PgBackup.Restore;

/// <summary>The segments of one table's rows, from which several workers take the next one until none is left.</summary>
/// <remarks>Each worker loads what it takes by one COPY in one transaction. Were the parts transactions of their own, the server's
/// autovacuum would see a table that has grown a lot, and work at it while it is loaded.</remarks>
internal sealed class SharedSegments(IReadOnlyList<int> segments) : IEnumerable<int>
{
    private int _taken;

    /// <summary>Takes one segment after another, in order; what one enumeration gives, no other does.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        while (Interlocked.Increment(ref _taken) is var number && number <= segments.Count)
            yield return segments[number - 1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
