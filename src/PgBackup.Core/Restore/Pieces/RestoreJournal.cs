using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>What a restore in pieces has made in a database that was empty, kept in that database until all is made: whatever happens to
/// this process or the server, it can be taken out again, and nothing else is. Each connection notes for itself what it makes.</summary>
internal sealed class RestoreJournal
{
    /// <summary>The schema that is there only while a restore is under way.</summary>
    public const string Schema = OwnSchemas.Restore;

    public const string Table = $"{Schema}.made";

    /// <summary>Removes the journal, within the transaction that completes the restore.</summary>
    public const string Drop = $"DROP SCHEMA IF EXISTS {Schema} CASCADE";

    private const string Insert =
        $"INSERT INTO {Table} (drop_statement) SELECT s FROM pg_catalog.unnest($1) WITH ORDINALITY AS u(s, position) ORDER BY position";

    private readonly List<string> _begun = [];

    /// <summary>Begins a journal.</summary>
    public static async Task<RestoreJournal> CreateAsync(NpgsqlConnection connection, string backupId, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var statement in (string[])
        [
            $"CREATE SCHEMA {Schema}",
            $"COMMENT ON SCHEMA {Schema} IS {Sql.Literal(Comment(backupId))}",
            $"CREATE TABLE {Table} (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, drop_statement text NOT NULL, problem text)",
        ])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return new RestoreJournal();
    }

    /// <summary>Tells what the restore is of whose journal is in a database; null where there is none.</summary>
    public static async Task<string?> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Query = $"""
            SELECT COALESCE(pg_catalog.obj_description(oid, 'pg_namespace'), 'A restore was under way.')
            FROM pg_catalog.pg_namespace WHERE nspname = '{Schema}'
            """;
        return (string?)await connection.ReadValueAsync(Query, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes an entry whose statements are about to run.</summary>
    public void Add(BackupEntry entry)
    {
        if (entry.Drop is { } drop && StandsAlone(entry))
            _begun.Add(drop);
    }

    /// <summary>Writes what was noted, within the transaction that makes it.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_begun.Count == 0)
            return;
        await connection.ExecuteAsync(Insert, cancellationToken, Parameter.Of(_begun.ToArray())).ConfigureAwait(false);
        _begun.Clear();
    }

    // Parts go with their relation; foreign keys go first, since rings of them would keep every table.
    private static bool StandsAlone(BackupEntry entry) => entry.Relation is null || entry.Kind == ObjectKind.ForeignKey.Name();

    private static string Comment(string backupId) => $"Backup {backupId} was being restored here.";
}
