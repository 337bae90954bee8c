using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>The connection that restores, and how its work becomes durable: all at once, or piece by piece.</summary>
/// <remarks>One transaction holds a lock on all that it makes. Into an empty database a backup of more objects than the server has room for
/// is therefore restored piece by piece, and taken out again when a piece fails.</remarks>
internal sealed class RestoreSession(NpgsqlConnection connection, ServerVersion server, TimeSpan lockTimeout, RestoreUndo? undo)
{
    public NpgsqlConnection Connection { get; } = connection;

    /// <summary>Gets a value indicating whether all is one transaction.</summary>
    public bool IsSingleTransaction => undo is null;

    /// <summary>Begins a transaction with the settings of a restore.</summary>
    public static async Task BeginAsync(NpgsqlConnection connection, ServerVersion server, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "BEGIN ISOLATION LEVEL READ COMMITTED", cancellationToken).ConfigureAwait(false);
        await SessionSettings.ApplyAsync(connection, server, lockTimeout, reading: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does one piece of work: within the transaction that is open, or within one of its own.</summary>
    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        if (undo is null)
        {
            await work().ConfigureAwait(false);
            return;
        }

        await BeginAsync(Connection, server, lockTimeout, cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            // What a commit that is lost on its way did is not known: it is undone as well.
            undo.PieceIsCommitted();
            await ExecuteAsync(Connection, "COMMIT", CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            await TryRollBackAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes durable what a single transaction did. Once it is on its way it cannot be cancelled: its outcome would not be known.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return IsSingleTransaction ? ExecuteAsync(Connection, "COMMIT", CancellationToken.None) : Task.CompletedTask;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task TryRollBackAsync()
    {
        try
        {
            await ExecuteAsync(Connection, "ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and the transaction with it: the cause is on its way.
        }
    }
}
