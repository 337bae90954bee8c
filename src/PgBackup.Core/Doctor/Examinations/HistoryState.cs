using PgBackup.History;
using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Whether operations can be logged in the database.</summary>
internal sealed class HistoryState : IExamination
{
    private const string CanCreate = "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS allowed";

    private const string CanRead = $"""
        SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
               AND COALESCE((SELECT pg_catalog.bool_and(pg_catalog.has_table_privilege(c.oid, 'SELECT'))
                             FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'schema_version'), true) AS allowed
        FROM pg_catalog.pg_namespace n
        WHERE n.nspname = '{HistorySchema.Name}'
        """;

    private const string CanWrite = $"""
        SELECT pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
               AND pg_catalog.has_table_privilege(c.oid, 'UPDATE') AS allowed
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = '{HistorySchema.Name}' AND c.relname = 'backup_history'
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        if (await HistorySchema.FindStrangerAsync(database.Connection, cancellationToken).ConfigureAwait(false) is { } stranger)
        {
            Warn($"The schema, or a table in it, belongs to role {stranger}, so no history is written.", HistorySchema.OwnerRemedy);
            return;
        }

        if (await IsDeniedAsync(database, CanRead, cancellationToken).ConfigureAwait(false))
        {
            Warn($"Role {database.Role} may not read the history's schema.", HistorySchema.Grants(database.Role));
            return;
        }

        var version = await HistorySchema.ReadVersionAsync(database.Connection, cancellationToken).ConfigureAwait(false);
        var known = HistoryMigration.LatestVersion;
        if (version == 0)
            await AddMissingAsync(database, cancellationToken).ConfigureAwait(false);
        else if (await IsDeniedAsync(database, CanWrite, cancellationToken).ConfigureAwait(false))
            Warn($"Role {database.Role} may not write the history.", HistorySchema.Grants(database.Role));
        else if (version < known)
            Tell($"The schema has version {version}; this library needs {known}.", "Call MigrateAsync, or leave AutoMigrate on");
        else if (version > known)
            Tell($"The schema has version {version}; this library knows {known} and writes what it knows.", "Update PgBackup");

        void Warn(string message, string remedy) => Add(database, FindingSeverity.Warning, message, remedy);
        void Tell(string message, string remedy) => Add(database, FindingSeverity.Info, message, remedy);
    }

    private static async Task AddMissingAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        if (await IsDeniedAsync(database, CanCreate, cancellationToken).ConfigureAwait(false))
        {
            Add(
                database,
                FindingSeverity.Warning,
                $"There is no history yet, and role {database.Role} may not create its schema.",
                $"GRANT CREATE ON DATABASE {Sql.Identifier(database.Server.Database)} TO {database.Role}; or apply the scripts of the "
                + $"package as another role, then: {HistorySchema.Grants(database.Role)}");
        }
        else
        {
            Add(
                database,
                FindingSeverity.Info,
                "There is no history yet; the first operation creates its schema.",
                "Call MigrateAsync to create it now");
        }
    }

    private static async Task<bool> IsDeniedAsync(ExaminedDatabase database, string query, CancellationToken cancellationToken) =>
        (await database.QueryAsync(query, row => row.Bool("allowed"), cancellationToken).ConfigureAwait(false)).Contains(false);

    private static void Add(ExaminedDatabase database, FindingSeverity severity, string message, string remedy) =>
        database.Add(severity, HistorySchema.Name, message, remedy);
}
