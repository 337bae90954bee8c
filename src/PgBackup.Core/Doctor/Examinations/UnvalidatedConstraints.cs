using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Constraints that existing rows were never checked against.</summary>
internal sealed class UnvalidatedConstraints : IExamination
{
    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var constraints = await database
            .QueryAsync(
                Query(database.Server.Version),
                row => (Table: Sql.Qualified(row.Text("schema"), row.Text("table")), Name: Sql.Identifier(row.Text("name"))),
                cancellationToken).ConfigureAwait(false);
        if (constraints.Count == 0)
            return;
        var (table, name) = constraints[0];
        database.AddAbout(
            FindingSeverity.Info,
            [.. constraints.Select(c => $"{c.Name} of {c.Table}")],
            names => $"Rows may break {names}, NOT VALID so far. A restore leaves them NOT VALID.",
            _ => $"ALTER TABLE {table} VALIDATE CONSTRAINT {name}");
    }

    // Constraints that are not enforced (18) are never valid.
    private static string Query(ServerVersion server) => $"""
        SELECT n.nspname::text AS schema, t.relname::text AS table, c.conname::text AS name
        FROM pg_catalog.pg_constraint c
        JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
        WHERE NOT c.convalidated AND c.contype IN ('f', 'c', 'n') AND c.conparentid = 0 AND {server.Since(18, "c.conenforced", "true")}
          AND n.nspname !~ '^pg_'
        ORDER BY n.nspname, t.relname, c.conname
        """;
}
