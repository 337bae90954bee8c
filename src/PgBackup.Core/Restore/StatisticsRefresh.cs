using System.Collections.Concurrent;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Lets the planner know the tables that were loaded: the first queries would else be planned blindly. Not worth failing
/// for.</summary>
internal sealed class StatisticsRefresh(RestoreContext context)
{
    /// <param name="connections">How many to use.</param>
    /// <param name="cancellationToken">Stops it; what was loaded stays.</param>
    public async Task RunAsync(int connections, CancellationToken cancellationToken)
    {
        var tables = context.Plan.Entries
            .Where(e => e.Entry.Table is { Target: BackupTableTarget.Table, Rows: > 0 } && !context.Notes.IsLeftOut(e.Entry))
            .OrderByDescending(e => e.Entry.Table!.Bytes)
            .Select(e => Sql.Qualified(e.Entry.Schema, e.Entry.Name)).Distinct().ToList();
        if (tables.Count == 0)
            return;
        var queue = new ConcurrentQueue<string>(tables);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(connections, tables.Count)).Select(_ =>
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

    private async Task RunAsync(ConcurrentQueue<string> tables, CancellationToken cancellationToken)
    {
        var connection = await context.Connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            while (tables.TryDequeue(out var table))
            {
                // In a transaction, so that no setting of the role or the database cuts it short; each for itself, since from 18 on a
                // table's heirs are locked with it.
                await RestoreSession.BeginAsync(connection, context.Server, context.Settings.LockTimeout, cancellationToken)
                    .ConfigureAwait(false);
                await connection.ExecuteAsync($"ANALYZE {table}; COMMIT", cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
