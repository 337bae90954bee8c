namespace PgBackup.Restore;

/// <summary>The tables that a step of a restore locks, by the ids of their entries.</summary>
internal sealed class TableLocks
{
    private readonly Dictionary<int, TableLock> _modes = [];

    /// <summary>Adds a table; of two modes for one table the stronger counts.</summary>
    public TableLocks Add(int table, TableLock mode)
    {
        _modes[table] = _modes.TryGetValue(table, out var other) && other > mode ? other : mode;
        return this;
    }

    /// <summary>Adds tables.</summary>
    public TableLocks Add(IEnumerable<int> tables, TableLock mode)
    {
        foreach (var table in tables)
            Add(table, mode);
        return this;
    }

    /// <summary>Tells whether nobody else may have a table meanwhile.</summary>
    public bool IsAlone(int table) => _modes.GetValueOrDefault(table) == TableLock.AccessExclusive;

    /// <summary>Tells whether one of two steps would wait for the other's lock.</summary>
    public bool ConflictWith(TableLocks other)
    {
        foreach (var (table, mode) in _modes)
        {
            if (other._modes.TryGetValue(table, out var theirs) && Conflict(mode, theirs))
                return true;
        }

        return false;
    }

    private static bool Conflict(TableLock one, TableLock other)
    {
        var (weaker, stronger) = one < other ? (one, other) : (other, one);
        return stronger switch
        {
            TableLock.AccessExclusive => true,
            TableLock.ShareRowExclusive => weaker >= TableLock.RowExclusive,
            TableLock.Share => weaker is TableLock.RowExclusive or TableLock.ShareUpdateExclusive,
            TableLock.ShareUpdateExclusive => weaker == TableLock.ShareUpdateExclusive,
            _ => false,
        };
    }
}
