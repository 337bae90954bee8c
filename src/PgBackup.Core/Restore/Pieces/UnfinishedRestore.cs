using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>A restore in pieces that was cut short together with its server, so that nobody has taken out what it had made.</summary>
/// <param name="Description">What was being restored.</param>
internal sealed record UnfinishedRestore(string Description)
{
    public RestoreConflict Conflict => new(
        PgBackupErrorCodes.RestoreUnfinished,
        RestoreJournal.Schema,
        $"{Description} The process and the server ended before it was complete, and what it had made is still in the database. "
        + "Restore with DropExisting, which first takes that out, or drop the database.");

    public string Announcement => $"{Description} It was not completed: what it had made is taken out first.";

    /// <summary>Looks for one, in a transaction that has the <see cref="RestoreLock"/>: so none is under way.</summary>
    public static async Task<UnfinishedRestore?> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await RestoreJournal.FindAsync(connection, cancellationToken).ConfigureAwait(false) is { } description
            ? new UnfinishedRestore(description)
            : null;

    /// <summary>Takes out what such a restore had made, if there was one.</summary>
    /// <exception cref="PgBackupException"><c>restore_failed</c>: something could not be dropped.</exception>
    public static async Task UndoAsync(DatabaseConnector connector, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerInfo.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            await RestoreSession.BeginAsync(connection, server.Version, lockTimeout, cancellationToken).ConfigureAwait(false);
            await RestoreLock.TakeAsync(connection, cancellationToken).ConfigureAwait(false);
            if (await FindAsync(connection, cancellationToken).ConfigureAwait(false) is not null)
                await RunAsync(connector, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(DatabaseConnector connector, CancellationToken cancellationToken)
    {
        try
        {
            // Its sessions are gone, so any key will do.
            await UndoScript.RunAsync(connector, AdvisoryKey.New(), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception)
        {
            throw RestoreErrors.Translate(exception, "the undoing of an unfinished restore");
        }
    }
}
