using System.Collections.Concurrent;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Lets the planner know the tables that were loaded: the first queries would else be planned blindly. Not worth failing
/// for.</summary>
internal sealed class StatisticsRefresh(RestoreContext context)
{
    private const string Analyze = "SET LOCAL synchronous_commit = off; ANALYZE";
    private const int TablesTogether = 16;
    private const long SmallBytes = 1024 * 1024;

    private const string ParentsQuery = """
        SELECT DISTINCT n.nspname::text, c.relname::text
        FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhparent
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind <> 'I'
        """;

    /// <param name="connections">How many to use.</param>
    /// <param name="cancellationToken">Stops it; what was loaded stays.</param>
    public async Task RunAsync(int connections, CancellationToken cancellationToken)
    {
        var tables = context.Plan.Entries
            .Where(e => e.Entry.Table is { Target: BackupTableTarget.Table, Rows: > 0 } && !context.Notes.IsLeftOut(e.Entry))
            .Select(e => e.Entry.Table!).DistinctBy(t => (t.Schema, t.Name)).OrderByDescending(t => t.Bytes).ToList();
        if (tables.Count == 0)
            return;
        try
        {
            var queue = new ConcurrentQueue<string[]>(await GroupAsync(tables, cancellationToken).ConfigureAwait(false));
            await Task.WhenAll(Enumerable.Range(0, Math.Min(connections, queue.Count)).Select(_ =>
                RunAsync(queue, cancellationToken))).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or PgBackupException && !cancellationToken.IsCancellationRequested)
        {
            var why = exception is PostgresException refusal ? ServerMessage.Of(refusal) : exception.Message;
            context.Notes.Warn($"The planner's statistics could not be refreshed: {why}. Run ANALYZE.");
        }
        catch (OperationCanceledException)
        {
            // The restore itself is committed: to say that it was cancelled would be wrong.
            context.Notes.Warn("The planner's statistics were not refreshed. Run ANALYZE.");
        }
    }

    // What is small shares a transaction, as a backup may hold thousands of tables. From 18 on a table's heirs are locked with it, so
    // that two connections could wait for each other: what has heirs is alone.
    private async Task<List<string[]>> GroupAsync(List<BackupTable> tables, CancellationToken cancellationToken)
    {
        var connection = await context.Connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            var parents = (await connection.ReadAsync(ParentsQuery, row => (row.GetString(0), row.GetString(1)), cancellationToken)
                .ConfigureAwait(false)).ToHashSet();
            await connection.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
            var alone = tables.ToLookup(t => t.Bytes > SmallBytes || parents.Contains((t.Schema, t.Name)));
            return [.. alone[true].Select(t => (string[])[Name(t)]), .. alone[false].Select(Name).Chunk(TablesTogether)];
        }
    }

    private async Task RunAsync(ConcurrentQueue<string[]> groups, CancellationToken cancellationToken)
    {
        var connection = await context.Connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            while (groups.TryDequeue(out var group))
            {
                if (group.Length > 1 && await TryAsync(connection, group, cancellationToken).ConfigureAwait(false))
                    continue;
                foreach (var table in group)
                {
                    await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
                    await connection.ExecuteAsync($"{Analyze} {table}; COMMIT", cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // Who holds locks on some tables must not wait for others: somebody could be waiting the other way round.
    private async Task<bool> TryAsync(NpgsqlConnection connection, string[] group, CancellationToken cancellationToken)
    {
        var isSkipped = false;
        connection.Notice += Look;
        try
        {
            await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync($"{Analyze} (SKIP_LOCKED) {string.Join(", ", group)}; COMMIT", cancellationToken)
                .ConfigureAwait(false);
            return !isSkipped;
        }
        catch (PostgresException exception) when (
            exception.SqlState != PostgresErrorCodes.QueryCanceled && connection.State == System.Data.ConnectionState.Open)
        {
            // A table is gone, or there are not locks enough for so many. Where the session was ended, nothing is left to go on with.
            await connection.ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
            return false;
        }
        finally
        {
            connection.Notice -= Look;
        }

        void Look(object sender, NpgsqlNoticeEventArgs notice) =>
            isSkipped |= notice.Notice.SqlState == PostgresErrorCodes.LockNotAvailable;
    }

    // In a transaction, so that no setting of the role or the database cuts it short.
    private Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        RestoreSession.BeginAsync(connection, context.Server, context.Settings.LockTimeout, cancellationToken);

    private static string Name(BackupTable table) => Sql.Qualified(table.Schema, table.Name);
}
