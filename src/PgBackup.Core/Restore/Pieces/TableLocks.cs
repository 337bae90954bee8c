namespace PgBackup.Restore;

/// <summary>The tables that a step of a restore locks, by the ids of their entries.</summary>
internal sealed class TableLocks
{
    // A step locks few tables, and there are as many steps as tables, indexes and keys: no dictionary for each.
    private (int Table, TableLock Mode)[] _modes = [];

    /// <summary>Adds a table; of two modes for one table the stronger counts.</summary>
    public TableLocks Add(int table, TableLock mode)
    {
        var index = Array.FindIndex(_modes, m => m.Table == table);
        if (index < 0)
            _modes = [.. _modes, (table, mode)];
        else if (mode > _modes[index].Mode)
            _modes[index].Mode = mode;
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
    public bool IsAlone(int table) => Array.Exists(_modes, m => m.Table == table && m.Mode == TableLock.AccessExclusive);

    /// <summary>Tells whether one of two steps would wait for the other's lock.</summary>
    public bool ConflictWith(TableLocks other)
    {
        foreach (var (table, mode) in _modes)
        {
            foreach (var (theirTable, theirMode) in other._modes)
            {
                if (table == theirTable && Conflict(mode, theirMode))
                    return true;
            }
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
