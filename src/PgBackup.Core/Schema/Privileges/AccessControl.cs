namespace PgBackup.Schema;

/// <summary>Works out the GRANTs and REVOKEs between two access control lists.</summary>
internal static class AccessControl
{
    private const uint Public = 0;

    /// <summary>Lists what leads from <paramref name="initial"/> to <paramref name="actual"/>: first what is taken, then what is given, in
    /// the order of the list as far as each grantor has the privilege when it is their turn.</summary>
    public static IEnumerable<PrivilegeChange> Changes(
        IReadOnlyCollection<AccessItem> initial, IReadOnlyCollection<AccessItem> actual, uint owner, string? column,
        Func<uint, string> roleName)
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

        // The last ones first: what somebody passed on is taken before the right to do so.
        revokes.Reverse();
        return Group(revokes, isGrant: false)
            .Concat(Group(optionRevokes, isGrant: false))
            .Concat(InRounds(grants, owner).SelectMany(r => Group(r, isGrant: true)));

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

    // A list has one item for each grantor and grantee, where privileges given later join those given first. So an item may need another
    // one behind it: then only what can be given goes first, which keeps the order of items, and the rest follows in another round.
    private static IEnumerable<List<AccessItem>> InRounds(IEnumerable<AccessItem> items, uint owner)
    {
        var waiting = items.ToList();
        while (waiting.Count > 0)
        {
            var needed = waiting.Where(i => i.IsGrantable).Select(i => (i.Grantee, i.Privilege)).ToHashSet();
            var ready = new List<AccessItem>();
            foreach (var item in waiting)
            {
                if (item.Grantor != owner && needed.Contains((item.Grantor, item.Privilege)))
                    continue;
                ready.Add(item);
                needed.Remove((item.Grantee, item.Privilege));
            }

            if (ready.Count == 0)
                ready = [.. waiting];
            yield return ready;
            waiting.RemoveAll(ready.Contains);
        }
    }
}
