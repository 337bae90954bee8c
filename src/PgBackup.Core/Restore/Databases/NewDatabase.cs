using System.Diagnostics;
using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>A database that is made for a restore, under a name that nobody else has until all is good.</summary>
internal sealed class NewDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private NewDatabase(ServerDatabases server, string name) => (Server, Name) = (server, name);

    public ServerDatabases Server { get; }

    public string Name { get; }

    /// <summary>Makes a database and works with it. What fails or is cancelled drops it again, and if this process ends meanwhile, the
    /// server does.</summary>
    /// <param name="server">The server.</param>
    /// <param name="name">A name that is made up for it, as it may be dropped without asking whose it is.</param>
    /// <param name="like">The encoding and locale; null for the server's own.</param>
    /// <param name="work">What to do with it. A database that it does not rename is dropped in the end.</param>
    /// <param name="cancellationToken">Stops the making.</param>
    public static async Task<T> MakeAsync<T>(
        ServerDatabases server, string name, BackupDatabase? like, Func<NewDatabase, Task<T>> work, CancellationToken cancellationToken)
    {
        var makerKey = AdvisoryKey.New();
        var guard = await GuardAsync(server, name, makerKey, cancellationToken).ConfigureAwait(false);
        await using (guard.ConfigureAwait(false))
            return await MakeGuardedAsync(server, name, makerKey, like, work, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> MakeGuardedAsync<T>(
        ServerDatabases server, string name, long makerKey, BackupDatabase? like, Func<NewDatabase, Task<T>> work,
        CancellationToken cancellationToken)
    {
        try
        {
            // Within the try: one that is interrupted may have succeeded.
            await server.CreateAsync(name, like, makerKey, cancellationToken).ConfigureAwait(false);
            return await work(new NewDatabase(server, name)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (await TryDropAsync(server, name).ConfigureAwait(false) is not { } failure)
                throw;
            throw new PgBackupException(
                CodeOf(exception),
                $"{exception.Message} The database that was made meanwhile, {Sql.Identifier(name)}, could not be dropped: {failure} "
                + "Drop it.",
                exception)
            {
                ObjectName = Sql.Identifier(name),
            };
        }
    }

    /// <summary>Does something over connections that are closed afterwards.</summary>
    public async Task<T> UseAsync<T>(Func<DatabaseConnector, Task<T>> action)
    {
        var connector = Server.ConnectorTo(Name);
        await using (connector.ConfigureAwait(false))
            return await action(connector).ConfigureAwait(false);
    }

    /// <inheritdoc cref="UseAsync{T}"/>
    public async Task UseAsync(Func<DatabaseConnector, Task> action)
    {
        var connector = Server.ConnectorTo(Name);
        await using (connector.ConfigureAwait(false))
            await action(connector).ConfigureAwait(false);
    }

    private static Task<ServerGuard> GuardAsync(ServerDatabases server, string name, long makerKey, CancellationToken cancellationToken)
    {
        return ServerGuard.StartAsync(
            server.OpenAsync, key => [Wait(key), $"DROP DATABASE IF EXISTS {Sql.Identifier(name)} WITH (FORCE)"], cancellationToken);

        // A restored property may have made it a template, which cannot be dropped. And whoever cancels the wait has not said that the work
        // is over: then it must not be dropped.
        string Wait(long key) => $"""
            DO $guard$
            BEGIN
                PERFORM pg_catalog.pg_advisory_lock({AdvisoryKey.Text(key)});
                {AdvisoryKey.TakeFromHolders(makerKey)}
                IF EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = {Sql.Literal(name)} AND datistemplate) THEN
                    ALTER DATABASE {Sql.Identifier(name)} IS_TEMPLATE false;
                END IF;
            EXCEPTION WHEN query_canceled THEN
                PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());
                PERFORM pg_catalog.pg_sleep(60);
            END
            $guard$
            """;
    }

    private static string CodeOf(Exception exception) => exception switch
    {
        PgBackupException known => known.Code,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => PgBackupErrorCodes.DiskFull,
        NpgsqlException { IsTransient: true } => PgBackupErrorCodes.ServerFailed,
        _ => PgBackupErrorCodes.RestoreFailed,
    };

    // A server that crashed is back after a while, with what was made.
    private static async Task<string?> TryDropAsync(ServerDatabases server, string name)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await server.DropAsync(name).ConfigureAwait(false);
                return null;
            }
            catch (Exception exception) when (exception is NpgsqlException or PgBackupException or OperationCanceledException)
            {
                var isGone = exception is NpgsqlException { IsTransient: true }
                    or PgBackupException { InnerException: NpgsqlException { IsTransient: true } };
                if (!isGone || waited.Elapsed > Patience)
                    return exception.Message;
                await Task.Delay(RetryInterval).ConfigureAwait(false);
            }
        }
    }
}
