using PgBackup.Backup;
using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Tables whose rows the role may not read, or not all of them: the very ones that make a backup refuse.</summary>
internal sealed class UnreadableTables : IExamination
{
    // Beyond, one statement for the schema is easier to apply than one for each table.
    private const int TablesAtMost = 5;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var relations = await RelationLister.ListAsync(database.Connection, cancellationToken).ConfigureAwait(false);
        var selection = new BackupSelection(new BackupOptions());
        var tables = relations.Values.Where(r => r is { Kind: 'r', IsUnreadable: true }
                && selection.Includes(r, relations.GetValueOrDefault))
            .OrderBy(r => r.Schema, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal).ToList();

        foreach (var schema in tables.Where(t => !t.CanRead).GroupBy(t => t.Schema))
            AddUnreadable(database, Sql.Identifier(schema.Key), [.. schema.Select(t => Sql.Qualified(t.Schema, t.Name))]);

        foreach (var table in tables.Where(t => t.HidesRows))
        {
            database.Add(
                FindingSeverity.Error,
                Sql.Qualified(table.Schema, table.Name),
                $"Row-level security hides rows from role {database.Role}. A backup refuses the table rather than keep a part of it.",
                $"ALTER ROLE {database.Role} BYPASSRLS");
        }
    }

    private static void AddUnreadable(ExaminedDatabase database, string schema, List<string> tables)
    {
        var usage = $"GRANT USAGE ON SCHEMA {schema} TO {database.Role}";
        if (tables.Count > TablesAtMost)
        {
            database.Add(
                FindingSeverity.Error,
                schema,
                $"Role {database.Role} may not read {tables.Count} tables of the schema: {ExaminedDatabase.NameAll(tables)}.",
                $"{usage}; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {database.Role}");
            return;
        }

        foreach (var table in tables)
        {
            database.Add(
                FindingSeverity.Error,
                table,
                $"Role {database.Role} may not read the table.",
                $"{usage}; GRANT SELECT ON {table} TO {database.Role}");
        }
    }
}
