using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>What the server runs to take out of a database what a restore in pieces has made there, by the restore's journal.</summary>
internal static class UndoScript
{
    /// <summary>Undoes now, without waiting for anything but the sessions of the restore.</summary>
    /// <param name="connector">The database.</param>
    /// <param name="workersKey">The key of the advisory lock that the sessions of the restore share.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <exception cref="PostgresException"><c>P0001</c>: something could not be dropped; its message tells what.</exception>
    public static async Task RunAsync(DatabaseConnector connector, long workersKey, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await connection.ExecuteAsync(ServerGuard.Settings, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(Write(workersKey), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the statement. Each drop is a transaction of its own, as one of them all would need more locks than the server has.
    /// </summary>
    /// <param name="workersKey">The key of the advisory lock that the sessions of the restore share.</param>
    /// <param name="key">The key of an advisory lock to wait for; null for none.</param>
    public static string Write(long workersKey, long? key = null)
    {
        var workers = AdvisoryKey.Text(workersKey);
        var wait = key is { } first ? $"PERFORM pg_catalog.pg_advisory_lock({AdvisoryKey.Text(first)});" : "";
        return $$"""
            DO $undo$
            DECLARE
                step record;
                dropped bigint;
                problems text;
            BEGIN
                {{wait}}
                SET lock_timeout = '60s';
                {{AdvisoryKey.TakeFromHolders(workersKey)}}
                IF pg_catalog.to_regclass('{{RestoreJournal.Table}}') IS NOT NULL THEN
                    LOOP
                        dropped := 0;
                        FOR step IN SELECT number, drop_statement FROM {{RestoreJournal.Table}} ORDER BY number DESC LOOP
                            BEGIN
                                EXECUTE step.drop_statement;
                                DELETE FROM {{RestoreJournal.Table}} WHERE number = step.number;
                                dropped := dropped + 1;
                            EXCEPTION
                                WHEN undefined_table OR undefined_object OR undefined_function OR invalid_schema_name
                                    OR undefined_column THEN
                                    -- It went with another object.
                                    DELETE FROM {{RestoreJournal.Table}} WHERE number = step.number;
                                    dropped := dropped + 1;
                                WHEN OTHERS THEN
                                    UPDATE {{RestoreJournal.Table}} SET problem = SQLERRM WHERE number = step.number;
                            END;
                            COMMIT;
                        END LOOP;
                        EXIT WHEN dropped = 0;
                    END LOOP;
                    SELECT pg_catalog.string_agg(pg_catalog.format('%s (%s)', drop_statement, problem), '; ') INTO problems
                    FROM (SELECT drop_statement, problem FROM {{RestoreJournal.Table}} ORDER BY number DESC LIMIT 10) AS kept;
                    IF problems IS NULL THEN
                        {{RestoreJournal.Drop}};
                    END IF;
                    COMMIT;
                END IF;
                PERFORM pg_catalog.pg_advisory_unlock({{workers}});
                IF problems IS NOT NULL THEN
                    RAISE EXCEPTION '%', problems;
                END IF;
            END
            $undo$
            """;
    }
}
