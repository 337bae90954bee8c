namespace PgBackup.Restore;

/// <summary>An entry that is to be made, with its statements, before the restore.</summary>
internal sealed class SurveyedEntry(BackupEntry entry, IReadOnlyList<EntryStatement> statements)
{
    private readonly EntryStatement[] _statements = [.. statements];
    private readonly HashSet<int> _changed = [];

    public BackupEntry Entry { get; } = entry;

    /// <summary>Gets the statements; one that is left out is empty.</summary>
    public IReadOnlyList<EntryStatement> Statements => _statements;

    /// <summary>Gets what messages call the entry, or anything of its kind.</summary>
    public string Title => EntryTitle.Of(Entry);

    public bool IsChanged(int index) => _changed.Contains(index);

    public void Replace(int index, string text)
    {
        _statements[index] = _statements[index] with { Text = text };
        _changed.Add(index);
    }

    public void ReplaceIfOther(int index, string text)
    {
        if (text != _statements[index].Text)
            Replace(index, text);
    }

    public void LeaveOut(int index) => Replace(index, "");

    /// <summary>Leaves out the whole entry.</summary>
    public void LeaveOutAll()
    {
        for (var i = 0; i < _statements.Length; i++)
            LeaveOut(i);
    }

    /// <summary>Gets a value indicating whether nothing is left to run.</summary>
    public bool IsLeftOut => _statements.Length > 0 && _changed.Count == _statements.Length && _statements.All(s => s.Text.Length == 0);
}
