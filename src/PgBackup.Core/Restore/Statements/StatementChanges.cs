namespace PgBackup.Restore;

/// <summary>The statements of a backup that a restore runs otherwise than they stand there, or not at all.</summary>
internal sealed class StatementChanges
{
    private readonly Dictionary<(int Entry, int Index), string?> _changes = [];

    private readonly HashSet<int> _leftOut = [];

    /// <summary>Finds what is run instead of a statement: null for nothing.</summary>
    public bool TryGet(BackupEntry entry, int index, out string? statement) => _changes.TryGetValue((entry.Id, index), out statement);

    /// <summary>Tells whether nothing is run of an entry.</summary>
    public bool LeavesOut(BackupEntry entry) => _leftOut.Contains(entry.Id);

    public void Add(SurveyedEntry entry)
    {
        if (entry.IsLeftOut)
            _leftOut.Add(entry.Entry.Id);
        for (var i = 0; i < entry.Statements.Count; i++)
        {
            if (entry.IsChanged(i))
                _changes[(entry.Entry.Id, i)] = entry.Statements[i].Text.Length == 0 ? null : entry.Statements[i].Text;
        }
    }
}
