using PgBackup.History;
using PgBackup.Postgres;
using PgBackup.Stores;

namespace PgBackup.Scheduling;

/// <summary>Short transactions on the database that coordinates the instances, each on a connection of its own: a transaction-mode pooler
/// may stand in between.</summary>
internal sealed class CoordinationDatabase(
    Lazy<DatabaseConnector> connector, PgBackupOptions options, IBackupStore store, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private volatile bool _isMigrated;

    /// <summary>Does something in one transaction.</summary>
    /// <exception cref="PgBackupException"><c>connection_failed</c>, <c>server_failed</c>, <c>permission_denied</c>,
    /// <c>history_failed</c>.</exception>
    public async Task<T> InTransactionAsync<T>(
        Func<HistoryQueries, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ServerErrors.TranslateAsync(store, () => RunAsync(action, either.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.ServerFailed, $"The server did not answer within {Timeout.TotalSeconds:0} s about the schedules.",
                exception);
        }
        catch (PgBackupException)
        {
            // The tables may be gone: a restore can have brought back another day's.
            _isMigrated = false;
            throw;
        }
    }

    public void Dispose()
    {
        if (connector.IsValueCreated)
            connector.Value.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<HistoryQueries, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        var session = await HistorySession.OpenAsync(connector.Value, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if (!_isMigrated)
                await MigrateAsync(session, cancellationToken).ConfigureAwait(false);
            var result = await action(new HistoryQueries(session.Connection, session.Server), cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            _isMigrated = true;
            return result;
        }
    }

    private async Task MigrateAsync(HistorySession session, CancellationToken cancellationToken)
    {
        var version = options.AutoMigrate
            ? await HistorySchema.MigrateAsync(session.Connection, cancellationToken).ConfigureAwait(false)
            : await HistorySchema.ReadVersionAsync(session.Connection, cancellationToken).ConfigureAwait(false);
        if (version < HistoryMigration.LatestVersion)
            throw HistoryDatabase.Outdated(version, session.Server.Database);
    }
}
