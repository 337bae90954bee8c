using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>A connection that restores, and how its work becomes durable: all at once, or piece by piece.</summary>
internal sealed class RestoreSession(NpgsqlConnection connection, ServerVersion server, TimeSpan lockTimeout, RestorePieces? pieces)
{
    // A role or a database may have read-only transactions by default.
    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    // Durable with the last transaction is early enough.
    private readonly string _pieceSettings = SessionSettings.ForWriting(server, Limit(lockTimeout), ("synchronous_commit", "off"));

    private bool _isTogether = pieces is null;

    public NpgsqlConnection Connection { get; } = connection;

    /// <summary>Begins a transaction with the settings of a restore.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="server">The server's version.</param>
    /// <param name="lockTimeout">How long to wait for locks; infinite for no limit.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public static async Task BeginAsync(
        NpgsqlConnection connection, ServerVersion server, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Begin));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SessionSettings.ForWriting(server, Limit(lockTimeout))));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does one piece of work: within the transaction that is open, or within one of its own.</summary>
    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        if (_isTogether)
        {
            await work().ConfigureAwait(false);
            return;
        }

        await BeginPieceAsync(cancellationToken).ConfigureAwait(false);
        _isTogether = true;
        try
        {
            await work().ConfigureAwait(false);
            await pieces!.WriteJournalAsync(Connection, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await Connection.ExecuteAsync("COMMIT", CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            await TryRollBackAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _isTogether = false;
        }
    }

    /// <summary>Begins a transaction that all the work from now on belongs to, until <see cref="CompleteAsync"/>.</summary>
    public async Task BeginTogetherAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(Connection, server, lockTimeout, cancellationToken).ConfigureAwait(false);
        _isTogether = true;
    }

    /// <summary>Makes durable what was done together. Once it is on its way it cannot be cancelled: its outcome would not be
    /// known.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Connection.ExecuteAsync("COMMIT", CancellationToken.None);
    }

    // In one round trip, as there are thousands of pieces.
    private async Task BeginPieceAsync(CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(Connection) { Timeout = 0 };
        foreach (var statement in (string[])
            [Begin, _pieceSettings, $"SELECT pg_catalog.pg_advisory_xact_lock_shared({AdvisoryKey.Text(pieces!.WorkersKey)})"])
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task TryRollBackAsync()
    {
        try
        {
            await Connection.ExecuteAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and the transaction with it: the cause is on its way.
        }
    }

    private static TimeSpan? Limit(TimeSpan lockTimeout) => lockTimeout == Timeout.InfiniteTimeSpan ? null : lockTimeout;
}
