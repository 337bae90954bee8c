namespace PgBackup.Doctor;

/// <summary>Tables that some ways to restore cannot serve, or whose rows are elsewhere.</summary>
internal sealed class NotableTables : IExamination
{
    // Server 13 and newer, all three. What belongs to an extension comes back with it.
    private const string Keyless = """
        SELECT n.nspname::text AS schema, c.relname::text AS name
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
          AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgbackup')
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')
          AND NOT EXISTS (
              SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """;

    private const string Unlogged = """
        SELECT n.nspname::text AS schema, c.relname::text AS name
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND n.nspname !~ '^pg_'
        ORDER BY n.nspname, c.relname
        """;

    private const string Foreign = """
        SELECT n.nspname::text AS schema, c.relname::text AS name
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'f'
        ORDER BY n.nspname, c.relname
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        database.AddAbout(
            FindingSeverity.Info,
            await database.NamesAsync(Foreign, cancellationToken).ConfigureAwait(false),
            names => $"The rows of foreign tables live on other servers and are not backed up: {names}.");
        database.AddAbout(
            FindingSeverity.Info,
            await database.NamesAsync(Unlogged, cancellationToken).ConfigureAwait(false),
            names => $"A crash of the server empties unlogged tables; a backup made after it holds no rows of {names}.",
            name => $"ALTER TABLE {name} SET LOGGED");
        database.AddAbout(
            FindingSeverity.Info,
            await database.NamesAsync(Keyless, cancellationToken).ConfigureAwait(false),
            names => $"Without a primary key a restore cannot merge rows into {names}.",
            name => $"ALTER TABLE {name} ADD PRIMARY KEY (…)");
    }
}
