namespace PgBackup.Schema;

/// <summary>The statements of one entry, in order. Each is exactly one SQL statement, without its semicolon.</summary>
internal sealed class StatementList
{
    private readonly List<EntryStatement> _statements = [];

    public IReadOnlyList<EntryStatement> Statements => _statements;

    public void Add(string statement, StatementRole role = StatementRole.Definition) =>
        _statements.Add(new EntryStatement(role, statement));
}
