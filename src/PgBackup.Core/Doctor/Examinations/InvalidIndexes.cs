namespace PgBackup.Doctor;

/// <summary>Indexes that a failed <c>CREATE INDEX CONCURRENTLY</c> left behind; a backup leaves them out, as <c>pg_dump</c> does.</summary>
internal sealed class InvalidIndexes : IExamination
{
    // Server 13 and newer. An index of a partitioned table is invalid as long as a partition lacks its part, and is backed up.
    private const string Query = """
        SELECT n.nspname::text AS schema, c.relname::text AS name
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT (i.indisvalid AND i.indisready) AND c.relkind = 'i' AND n.nspname !~ '^pg_'
        ORDER BY n.nspname, c.relname
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken) => database.AddAbout(
        FindingSeverity.Info,
        await database.NamesAsync(Query, cancellationToken).ConfigureAwait(false),
        names => $"An attempt to build {names} failed. Invalid indexes are left out of backups.",
        name => $"REINDEX INDEX CONCURRENTLY {name}, or DROP INDEX {name}");
}
