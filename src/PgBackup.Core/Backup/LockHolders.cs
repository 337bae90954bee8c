using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Backup;

/// <summary>Finds out who holds a lock that a backup waited for in vain.</summary>
internal static class LockHolders
{
    private const string Query = """
        SELECT l.pid, l.relation::pg_catalog.regclass::text, COALESCE(a.usename, '')::text, COALESCE(a.application_name, ''), COALESCE(a.state, '')
        FROM pg_catalog.pg_locks l
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE l.granted AND l.mode = 'AccessExclusiveLock' AND l.relation = ANY ($1)
          AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        LIMIT 1
        """;

    public static async Task<PgBackupException> DescribeAsync(
        NpgsqlConnection connection, uint[] relations, TimeSpan timeout, PostgresException cause, CancellationToken cancellationToken)
    {
        var wait = $"{timeout.TotalSeconds:0.#} s";
        using var command = new NpgsqlCommand(Query, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<uint[]> { TypedValue = relations, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid | NpgsqlTypes.NpgsqlDbType.Array });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return new PgBackupException(
                    PgBackupErrorCodes.LockTimeout, $"A table was locked by another session for longer than {wait}. Try again, or raise LockTimeout.", cause);
            }

            var relation = reader.GetString(1);
            return new PgBackupException(
                PgBackupErrorCodes.LockTimeout,
                $"Table {relation} is locked by process {reader.GetInt32(0)} (role {Sql.Identifier(reader.GetString(2))}, "
                + $"application '{reader.GetString(3)}', {reader.GetString(4)}) for longer than {wait}. "
                + "Wait for it or end it, then try again, or raise LockTimeout.",
                cause)
            {
                ObjectName = relation,
            };
        }
    }
}
