using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Gathers which columns of tables, and of their parents, are generated.</summary>
internal sealed class GeneratedColumns
{
    private readonly Dictionary<string, Dictionary<string, bool>> _columns = new(StringComparer.Ordinal);
    private readonly List<(string Table, string Parent)> _parents = [];

    /// <summary>Notes what a CREATE TABLE says. That of a template belongs to the table that is made with it.</summary>
    public void Add(BackupEntry entry, TableText text)
    {
        var table = Name(entry);
        if (!_columns.TryGetValue(table, out var columns))
            _columns.Add(table, columns = new Dictionary<string, bool>(StringComparer.Ordinal));
        foreach (var column in text.Columns)
            columns[column.Name] = column.IsGenerated || columns.GetValueOrDefault(column.Name);
        _parents.AddRange(text.Parents.Select(p => (table, p)));
    }

    public void Inherit(BackupEntry entry, string parent) => _parents.Add((Name(entry), parent));

    public void Attach(BackupEntry attachment, IReadOnlyDictionary<int, BackupEntry> entries)
    {
        if (attachment.Relation is not { } partition)
            return;
        foreach (var parent in attachment.Dependencies.Where(d => d != partition && EntrySelection.IsRelation(entries[d])))
            _parents.Add((Name(entries[partition]), Name(entries[parent])));
    }

    /// <summary>Lists generated columns whose parent has the column, and not generated.</summary>
    public IEnumerable<(string Table, string Column, string Parent)> UnderPlainParents() =>
        from link in _parents.Distinct()
        where _columns.ContainsKey(link.Table) && _columns.ContainsKey(link.Parent)
        from column in _columns[link.Table]
        where column.Value && _columns[link.Parent].TryGetValue(column.Key, out var isGenerated) && !isGenerated
        select (link.Table, column.Key, link.Parent);

    private static string Name(BackupEntry entry) => Sql.Qualified(entry.Schema, entry.Name);
}
