using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>The tablespaces that a backup names and the server lacks.</summary>
internal sealed class MissingTablespaces(IEnumerable<string> present)
{
    // Such a statement ends with the name.
    private const string Clause = " SET TABLESPACE ";

    private readonly HashSet<string> _present = [.. present.Select(Sql.Identifier)];

    /// <summary>Finds the quoted name of the missing tablespace that a statement moves something to; null where it is there.</summary>
    public string? Find(string statement)
    {
        var name = statement[(statement.IndexOf(Clause, StringComparison.Ordinal) + Clause.Length)..];
        return _present.Any(p => statement.EndsWith(Clause + p, StringComparison.Ordinal)) ? null : name;
    }
}
