using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Carries out a plan in many transactions over several connections: where the database is empty, or made for the
/// restore.</summary>
internal sealed class PiecewiseRestore(RestoreContext context)
{
    private const string CanUndoQuery = """
        SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
           AND EXISTS (SELECT FROM pg_catalog.pg_language WHERE lanname = 'plpgsql' AND pg_catalog.has_language_privilege(oid, 'USAGE'))
        """;

    private readonly long _workersKey = AdvisoryKey.New();

    /// <summary>Tells whether the role may keep a journal in the database, and the server can undo by it.</summary>
    public static async Task<bool> CanUndoAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (bool)(await connection.ReadValueAsync(CanUndoQuery, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Restores into a database that was empty. What fails, or is cut short by the end of this process, is taken out
    /// again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var guard = await ServerGuard.StartAsync(
            context.Connector.OpenAsync, key => [UndoScript.Write(_workersKey, key)], cancellationToken).ConfigureAwait(false);
        await using (guard.ConfigureAwait(false))
        {
            try
            {
                var journal = await CreateJournalAsync(cancellationToken).ConfigureAwait(false);
                await RunAsync(journal, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                await new RestoreUndo(context.Connector, _workersKey).RunAsync(guard, context.Manifest.Backup.Id, exception)
                    .ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Restores into a database that is dropped if this fails.</summary>
    public Task RunInNewDatabaseAsync(CancellationToken cancellationToken) => RunAsync(journal: null, cancellationToken);

    private async Task RunAsync(RestoreJournal? journal, CancellationToken cancellationToken)
    {
        var work = await WorkPlanner.PlanAsync(context, cancellationToken).ConfigureAwait(false);
        var connection = await context.Connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var pieces = new RestorePieces(_workersKey, journal);
            var worker = new RestoreWorker(context, connection, pieces);
            var pool = new WorkerPool(context, pieces);
            foreach (var stage in work.First)
            {
                await worker.RunAsync(stage.Entries, cancellationToken).ConfigureAwait(false);
                await pool.RunAsync(worker, stage.Shared, cancellationToken).ConfigureAwait(false);
            }

            await pool.RunAsync(worker, work.Shared, cancellationToken).ConfigureAwait(false);
            await worker.RunAsync(work.Then, cancellationToken).ConfigureAwait(false);
            await CompleteAsync(worker, work.Last, journal, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CompleteAsync(
        RestoreWorker worker, IEnumerable<BackupEntry> last, RestoreJournal? journal, CancellationToken cancellationToken)
    {
        await worker.Session.BeginTogetherAsync(cancellationToken).ConfigureAwait(false);
        if (journal is not null)
            await worker.Executor.AddAsync(RestoreJournal.Drop, "the restore's journal", cancellationToken).ConfigureAwait(false);
        await worker.RunAsync(last, cancellationToken).ConfigureAwait(false);
        context.Reporter.Enter(RestorePhase.Finishing);
        try
        {
            await worker.Session.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception)
        {
            throw RestoreErrors.Translate(exception, "the commit");
        }
    }

    private async Task<RestoreJournal> CreateJournalAsync(CancellationToken cancellationToken)
    {
        var connection = await context.Connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await RestoreSession.BeginAsync(connection, context.Server, context.Settings.LockTimeout, cancellationToken)
                .ConfigureAwait(false);
            try
            {
                var journal = await RestoreJournal.CreateAsync(connection, context.Manifest.Backup.Id, cancellationToken)
                    .ConfigureAwait(false);
                await connection.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
                return journal;
            }
            catch (PostgresException exception)
            {
                throw RestoreErrors.Translate(exception, $"the making of schema {RestoreJournal.Schema}");
            }
        }
    }
}
