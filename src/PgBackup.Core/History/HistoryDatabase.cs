using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.History;

/// <summary>Writes and reads the history of a database, and migrates its schema.</summary>
internal sealed class HistoryDatabase(Lazy<DatabaseConnector> connector, bool autoMigrate, TimeProvider time)
{
    // What is read has been there since: a schema that an older instance made can be read before it is upgraded.
    private const int ReadableVersion = 2;

    /// <summary>How long the history may hold up an operation.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Creates or upgrades the schema.</summary>
    /// <returns>The version afterwards.</returns>
    /// <exception cref="PgBackupException"><c>connection_failed</c>, <c>permission_denied</c>, <c>history_failed</c>.</exception>
    public Task<int> MigrateAsync(CancellationToken cancellationToken) => InSessionAsync(
        (session, token) => HistorySchema.MigrateAsync(session.Connection, token), "write", cancellationToken);

    /// <summary>Writes the row of an operation that begins, or that ended.</summary>
    /// <exception cref="PgBackupException"><c>connection_failed</c>, <c>permission_denied</c>, <c>history_failed</c>.</exception>
    public Task WriteAsync(HistoryEntry entry, HistoryEnd? end, CancellationToken cancellationToken) => InSessionAsync(
        async (session, token) =>
        {
            var version = autoMigrate
                ? await HistorySchema.MigrateAsync(session.Connection, token).ConfigureAwait(false)
                : await HistorySchema.ReadVersionAsync(session.Connection, token).ConfigureAwait(false);
            if (version < HistoryMigration.LatestVersion)
                throw Outdated(version, session.Server.Database);
            await HistoryTable.WriteAsync(session.Connection, session.Server.Encoding, entry, end, token).ConfigureAwait(false);
            return version;
        },
        "write",
        cancellationToken);

    /// <summary>Reads something in one transaction, in which nothing can be written.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="none">What a database without a history has.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="PgBackupException"><c>connection_failed</c>, <c>permission_denied</c>, <c>history_failed</c>.</exception>
    public Task<T> ReadAsync<T>(
        Func<HistoryQueries, CancellationToken, Task<T>> read, T none, CancellationToken cancellationToken) => InSessionAsync(
        async (session, token) =>
        {
            var queries = new HistoryQueries(session.Connection, session.Server);
            await queries.ExecuteAsync("SET LOCAL transaction_read_only = on", token).ConfigureAwait(false);
            var version = await HistorySchema.ReadVersionAsync(session.Connection, token).ConfigureAwait(false);
            if (version == 0)
                return none;
            return version < ReadableVersion
                ? throw Outdated(version, session.Server.Database)
                : await read(queries, token).ConfigureAwait(false);
        },
        "read",
        cancellationToken);

    /// <summary>Deletes something in one transaction.</summary>
    /// <returns>What <paramref name="delete"/> returns; 0 where there is no history, or an older one that is left alone.</returns>
    /// <exception cref="PgBackupException"><c>connection_failed</c>, <c>permission_denied</c>, <c>history_failed</c>.</exception>
    public Task<long> DeleteAsync(
        Func<HistoryQueries, CancellationToken, Task<long>> delete, CancellationToken cancellationToken) => InSessionAsync(
        async (session, token) =>
            await HistorySchema.ReadVersionAsync(session.Connection, token).ConfigureAwait(false) < HistoryMigration.LatestVersion
                ? 0
                : await delete(new HistoryQueries(session.Connection, session.Server), token).ConfigureAwait(false),
        "prune",
        cancellationToken);

    private async Task<T> InSessionAsync<T>(
        Func<HistorySession, CancellationToken, Task<T>> action, string work, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        ServerInfo? server = null;
        try
        {
            var session = await HistorySession.OpenAsync(connector.Value, either.Token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                server = session.Server;
                var result = await action(session, either.Token).ConfigureAwait(false);
                await session.CommitAsync(either.Token).ConfigureAwait(false);
                return result;
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.HistoryFailed,
                $"The server did not {work} the history within {Timeout.TotalSeconds:0} s. Try again.",
                exception);
        }
        catch (PostgresException exception)
        {
            throw Translate(exception, server, work);
        }
        catch (NpgsqlException exception)
        {
            throw new PgBackupException(
                PgBackupErrorCodes.HistoryFailed,
                $"The connection to the server was lost in an attempt to {work} the history. Try again.",
                exception);
        }
        catch (Exception exception) when (exception is not (PgBackupException or OperationCanceledException))
        {
            // Whatever a host's data source does, a log must not break what it logs.
            throw new PgBackupException(
                PgBackupErrorCodes.HistoryFailed, $"The attempt to {work} the history failed: {exception.GetType().Name}.", exception);
        }
    }

    internal static PgBackupException Outdated(int version, string database) => new(
        PgBackupErrorCodes.HistoryFailed,
        $"The schema {HistorySchema.Name} of database {Sql.Identifier(database)} "
        + (version == 0 ? "does not exist" : $"has version {version}, and this library needs {HistoryMigration.LatestVersion}")
        + ". Call MigrateAsync, or apply the scripts in the folder migrations of the package, or set AutoMigrate.")
    {
        ObjectName = HistorySchema.Name,
    };

    private static PgBackupException Translate(PostgresException exception, ServerInfo? server, string work) => exception.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege => new PgBackupException(
            PgBackupErrorCodes.PermissionDenied,
            $"The role may not {(work == "write" ? "create or write" : work)} the history: {exception.MessageText}. {Remedy(server)}",
            exception)
        {
            ObjectName = HistorySchema.Name,
        },
        PostgresErrorCodes.ReadOnlySqlTransaction => new PgBackupException(
            PgBackupErrorCodes.HistoryFailed,
            "The server or the role is read-only, so no history can be written. Set History to Disabled.",
            exception),
        _ => new PgBackupException(
            PgBackupErrorCodes.HistoryFailed, $"The server reported: {exception.MessageText} ({exception.SqlState}).", exception),
    };

    private static string Remedy(ServerInfo? server)
    {
        if (server is null)
            return "Grant it CREATE on the database.";
        var role = Sql.Identifier(server.Role);
        return $"GRANT CREATE ON DATABASE {Sql.Identifier(server.Database)} TO {role}; or, where the schema is there: "
            + HistorySchema.Grants(role);
    }
}
