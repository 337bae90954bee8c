using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Finds the tablespaces that a backup names and the server lacks.</summary>
internal sealed class TablespaceCheck(TargetDatabase target, PlanFindings findings) : IStatementCheck
{
    // Such a statement ends with the name.
    private const string Clause = " SET TABLESPACE ";

    private readonly HashSet<string> _present = [.. target.Tablespaces.Select(Sql.Identifier)];
    private readonly SortedDictionary<string, List<string>> _missing = new(StringComparer.Ordinal);

    public void See(SurveyedEntry entry)
    {
        for (var i = 0; i < entry.Statements.Count; i++)
        {
            var (role, text) = entry.Statements[i];
            if (role != StatementRole.Tablespace || _present.Any(p => text.EndsWith(Clause + p, StringComparison.Ordinal)))
                continue;
            var name = text[(text.IndexOf(Clause, StringComparison.Ordinal) + Clause.Length)..];
            if (!_missing.TryGetValue(name, out var objects))
                _missing.Add(name, objects = []);
            objects.Add(entry.Entry.Identity ?? entry.Title);
            entry.LeaveOut(i);
        }
    }

    public void Complete()
    {
        foreach (var (name, objects) in _missing)
        {
            findings.LeaveOut(
                PgBackupErrorCodes.DependencyNotFound,
                $"TABLESPACE {name}",
                $"Tablespace {name} does not exist on the server: what it held goes where the database's objects go "
                + $"({string.Join(", ", objects)}).",
                $"CREATE TABLESPACE {name} first.");
        }
    }
}
