namespace PgBackup.Schema;

/// <summary>Works out the GRANTs and REVOKEs between two access control lists.</summary>
internal static class AccessControl
{
    private const uint Public = 0;

    /// <summary>Lists what leads from <paramref name="initial"/> to <paramref name="actual"/>: first what is taken, then what the owner gives,
    /// then what others pass on, so that each grantor has the privilege when it is their turn.</summary>
    public static IEnumerable<PrivilegeChange> Changes(
        IReadOnlyCollection<AccessItem> initial, IReadOnlyCollection<AccessItem> actual, uint owner, string? column, Func<uint, string> roleName)
    {
        var grants = new List<AccessItem>();
        var revokes = new List<AccessItem>();
        var optionRevokes = new List<AccessItem>();
        foreach (var item in initial)
        {
            if (actual.Contains(item))
                continue;
            if (item.IsGrantable && actual.Contains(item with { IsGrantable = false }))
                optionRevokes.Add(item);
            else if (!actual.Contains(item with { IsGrantable = true }))
                revokes.Add(item);
        }

        foreach (var item in actual)
        {
            if (!initial.Contains(item) && !initial.Contains(item with { IsGrantable = true }))
                grants.Add(item);
        }

        return Group(revokes, isGrant: false)
            .Concat(Group(optionRevokes, isGrant: false))
            .Concat(Group(grants.Where(g => g.Grantor == owner), isGrant: true))
            .Concat(RoundsOfPassing(grants.Where(g => g.Grantor != owner)).SelectMany(r => Group(r, isGrant: true)));

        IEnumerable<PrivilegeChange> Group(IEnumerable<AccessItem> items, bool isGrant) => items
            .GroupBy(i => (i.Grantor, i.Grantee, i.IsGrantable))
            .Select(g => new PrivilegeChange(
                isGrant,
                [.. g.Select(i => i.Privilege)],
                column,
                g.Key.Grantee == Public ? null : roleName(g.Key.Grantee),
                g.Key.Grantor == owner ? null : roleName(g.Key.Grantor),
                isGrant ? g.Key.IsGrantable : g.Key.IsGrantable && ReferenceEquals(items, optionRevokes)));
    }

    // A grantee that is a grantor further on comes first. Rounds stay apart: one statement for privileges of two rounds could come
    // before the grant that the later one needs.
    private static IEnumerable<List<AccessItem>> RoundsOfPassing(IEnumerable<AccessItem> items)
    {
        var waiting = items.ToList();
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(i => !waiting.Any(other => other != i && other.Grantee == i.Grantor && other.Privilege == i.Privilege)).ToList();
            if (ready.Count == 0)
                ready = [.. waiting];
            yield return ready;
            waiting.RemoveAll(ready.Contains);
        }
    }
}
