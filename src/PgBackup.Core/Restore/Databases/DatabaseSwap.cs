using System.Globalization;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Puts a database in the place of another one, by renaming both in one transaction.</summary>
/// <remarks>The first rename locks the database: whoever connects waits until the transaction ends, and the server waits a few seconds
/// for sessions to go. They are ended from another connection meanwhile. So there is no moment at which a failure, or a crash of this
/// process, would leave a database that nobody can connect to.</remarks>
internal sealed class DatabaseSwap(ServerDatabases server, string live, bool mayDisconnect, TimeSpan lockTimeout)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan OutcomeTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Swaps.</summary>
    /// <param name="replacement">The name of the database that becomes the live one.</param>
    /// <param name="kept">The name that the live one gets.</param>
    /// <param name="cancellationToken">Stops the swap as long as it is not committed.</param>
    public async Task RunAsync(string replacement, string kept, CancellationToken cancellationToken)
    {
        var connection = await server.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var oid = await ServerDatabases.FindAsync(connection, replacement, cancellationToken).ConfigureAwait(false);
            var timeout = ((long)lockTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            await connection.ExecuteAsync($"BEGIN; SET LOCAL lock_timeout = {timeout}", cancellationToken).ConfigureAwait(false);
            await MoveAwayAsync(connection, kept, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(Rename(replacement, live), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await connection.ExecuteAsync("COMMIT", CancellationToken.None).ConfigureAwait(false);
            }
            catch (NpgsqlException) when (oid is not null)
            {
                // The answer is lost, but maybe not the commit.
                if (!await IsDoneAsync(oid.Value).ConfigureAwait(false))
                    throw;
            }
        }
    }

    private async Task MoveAwayAsync(NpgsqlConnection connection, string kept, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ending = mayDisconnect ? EndSessionsAsync(stop.Token) : Task.CompletedTask;
        try
        {
            await connection.ExecuteAsync(Rename(live, kept), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.DatabaseInUse,
                $"Database {Sql.Identifier(live)} was not replaced, because others are connected to it: "
                + $"{exception.Detail ?? exception.MessageText} Nothing was changed. End the sessions, or let DisconnectOthers do it.",
                exception)
            {
                ObjectName = Sql.Identifier(live),
            };
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Until the rename is through. Its own failure matters only if the rename fails, which then says what is in the way.
    private async Task EndSessionsAsync(CancellationToken cancellationToken)
    {
        var connection = await server.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            while (true)
            {
                await DatabaseSessions.EndAsync(connection, live, cancellationToken).ConfigureAwait(false);
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> IsDoneAsync(uint oid)
    {
        using var stop = new CancellationTokenSource(OutcomeTimeout);
        return await server.FindAsync(live, stop.Token).ConfigureAwait(false) == oid;
    }

    private static string Rename(string from, string to) => $"ALTER DATABASE {Sql.Identifier(from)} RENAME TO {Sql.Identifier(to)}";
}
