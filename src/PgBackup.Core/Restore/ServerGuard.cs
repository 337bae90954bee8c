using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>A session of the server that cleans up when this process cannot any more.</summary>
/// <remarks>One connection holds a lock in an open transaction; the other has sent statements that wait for it and then clean up. However
/// this process ends, the server ends the transaction, and so the clean-up runs there. It runs as well when the work went well: it must
/// then find nothing to do.</remarks>
internal sealed class ServerGuard : IAsyncDisposable
{
    // Firewalls forget connections that are silent.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The settings under which a clean-up waits and runs.</summary>
    // A serializable transaction that waits would keep others waiting that are read-only and deferrable. And nothing may be said to a
    // client that is gone: the second message to it ends the session.
    public const string Settings = """
        SET search_path = ''; SET lock_timeout = 0; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
        SET default_transaction_read_only = off; SET default_transaction_isolation = 'read committed'; SET client_min_messages = error;
        SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
        WHERE name IN ('client_connection_check_interval', 'idle_session_timeout', 'transaction_timeout')
        """;

    private const string WaitsQuery =
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = $1 AND locktype = 'advisory' AND NOT granted)";

    private readonly NpgsqlConnection _holder;
    private readonly NpgsqlConnection _waiter;
    private readonly Task _cleanUp;
    private readonly CancellationTokenSource _released = new();
    private readonly Task _heartbeat;
    private bool _isDisposed;

    private ServerGuard(NpgsqlConnection holder, NpgsqlConnection waiter, Task cleanUp)
    {
        _holder = holder;
        _waiter = waiter;
        _cleanUp = cleanUp;
        _heartbeat = BeatAsync();
    }

    /// <summary>Begins to guard.</summary>
    /// <param name="open">Opens a connection that no timeout ends.</param>
    /// <param name="cleanUp">Writes the statements that clean up, at most two, from the key of the advisory lock, which the first must wait
    /// for; one that fails does not keep the next from running.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<ServerGuard> StartAsync(
        Func<CancellationToken, Task<NpgsqlConnection>> open, Func<long, IReadOnlyList<string>> cleanUp,
        CancellationToken cancellationToken)
    {
        var key = AdvisoryKey.New();
        var holder = await open(cancellationToken).ConfigureAwait(false);
        NpgsqlConnection? waiter = null;
        var task = Task.CompletedTask;
        try
        {
            var server = await ServerInfo.ReadAsync(holder, cancellationToken).ConfigureAwait(false);
            await RestoreSession.BeginAsync(holder, server.Version, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            await holder.ExecuteAsync($"SELECT pg_catalog.pg_advisory_xact_lock({AdvisoryKey.Text(key)})", cancellationToken)
                .ConfigureAwait(false);
            waiter = await open(cancellationToken).ConfigureAwait(false);
            await waiter.ExecuteAsync(Settings, cancellationToken).ConfigureAwait(false);
            task = RunAsync(waiter, cleanUp(key));
            await WaitAsync(holder, waiter.ProcessID, task, cancellationToken).ConfigureAwait(false);
            return new ServerGuard(holder, waiter, task);
        }
        catch
        {
            await EndAsync(holder, waiter, task).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets the clean-up run, and waits for it.</summary>
    /// <exception cref="NpgsqlException">It failed, or its connection did.</exception>
    /// <exception cref="AggregateException">Several statements of it failed.</exception>
    /// <exception cref="TimeoutException">It takes too long; the server goes on with it.</exception>
    public async Task ReleaseAsync()
    {
        await StopBeatingAsync().ConfigureAwait(false);
        await _holder.DisposeAsync().ConfigureAwait(false);
        await _cleanUp.WaitAsync(CleanUpTimeout).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await StopBeatingAsync().ConfigureAwait(false);
        await EndAsync(_holder, _waiter, _cleanUp).ConfigureAwait(false);
        _released.Dispose();
    }

    // The holder first: a connection cannot be closed while a statement waits in it.
    private static async Task EndAsync(NpgsqlConnection holder, NpgsqlConnection? waiter, Task cleanUp)
    {
        // Ends the transaction, whatever state the connection is in.
        await holder.DisposeAsync().ConfigureAwait(false);
        try
        {
            await cleanUp.WaitAsync(CleanUpTimeout).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or AggregateException)
        {
            // Who cares for the outcome has asked for it with ReleaseAsync.
        }
        catch (TimeoutException)
        {
            // The server goes on with it.
            return;
        }

        if (waiter is not null)
            await waiter.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task RunAsync(NpgsqlConnection connection, IEnumerable<string> statements)
    {
        // Each statement is synchronised for itself, and all are on their way before the first returns.
        using var batch = new NpgsqlBatch(connection) { Timeout = 0, EnableErrorBarriers = true };
        foreach (var statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    // Nothing may be made that is not guarded.
    private static async Task WaitAsync(NpgsqlConnection holder, int processId, Task task, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        while (!(bool)(await holder.ReadValueAsync(WaitsQuery, timeout.Token, Parameter.Of(processId)).ConfigureAwait(false))!)
        {
            if (task.IsCompleted)
                await task.ConfigureAwait(false);
            await Task.Delay(10, timeout.Token).ConfigureAwait(false);
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(HeartbeatInterval, _released.Token).ConfigureAwait(false);
                await _holder.ExecuteAsync("SELECT 1", CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Released.
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The lock is gone with the connection, and the clean-up runs: the work itself will tell that it failed.
        }
    }

    private async Task StopBeatingAsync()
    {
        await _released.CancelAsync().ConfigureAwait(false);
        await _heartbeat.ConfigureAwait(false);
    }
}
