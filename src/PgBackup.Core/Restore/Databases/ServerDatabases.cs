using System.Data;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Makes, drops and looks for databases of a server, from a database that none of this is about.</summary>
/// <remarks>Each statement has a connection of its own: a restore takes longer than a server may keep an idle one.</remarks>
internal sealed class ServerDatabases : IAsyncDisposable
{
    private const string Postgres = "postgres";
    private const string Template = "template1";

    // A role may have timeouts, and read-only transactions by default. The connections are kept by nobody.
    private const string Settings = """
        SET search_path = ''; SET statement_timeout = 0; SET default_transaction_read_only = off;
        SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings
        WHERE name IN ('lock_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')
        """;

    // Dropping must not depend on the token that may have been the reason for it.
    private static readonly TimeSpan DropTimeout = TimeSpan.FromMinutes(2);

    private readonly DatabaseConnector _connector;

    private ServerDatabases(DatabaseConnector connector) => _connector = connector;

    /// <summary>Chooses the database to work from: the target's own where that may be, else <c>postgres</c>, else
    /// <c>template1</c>.</summary>
    /// <param name="target">A database of the server.</param>
    /// <param name="staysOut">Whether nobody may be in the target's own database.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="PgBackupException"><c>connection_failed</c>: the role may connect to none of them.</exception>
    public static async Task<ServerDatabases> ConnectAsync(DatabaseConnector target, bool staysOut, CancellationToken cancellationToken)
    {
        var own = target.Database;
        var names = new List<string> { Postgres, Template };
        names.Remove(own);
        if (!staysOut)
            names.Insert(0, own);
        PgBackupException? failure = null;
        foreach (var name in names)
        {
            var connector = target.ForDatabase(name, pooling: false);
            try
            {
                var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
                return new ServerDatabases(connector);
            }
            catch (PgBackupException exception) when (exception.InnerException is PostgresException)
            {
                failure ??= exception;
                await connector.DisposeAsync().ConfigureAwait(false);
            }
            catch
            {
                await connector.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        throw failure!;
    }

    /// <summary>Gets the connector to the database to work from.</summary>
    public DatabaseConnector Connector => _connector;

    /// <summary>Opens a connection; the caller disposes it.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(Settings, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a connector to another database of the server, that keeps no connection open; the caller disposes it.</summary>
    public DatabaseConnector ConnectorTo(string name) => _connector.ForDatabase(name, pooling: false);

    /// <summary>Gets the number of a database; null where there is none of that name.</summary>
    public async Task<uint?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
            return await FindAsync(connection, name, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="FindAsync(string, CancellationToken)"/>
    public static async Task<uint?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        const string Query = "SELECT oid FROM pg_catalog.pg_database WHERE datname = $1::pg_catalog.text";
        return (uint?)await connection.ReadValueAsync(Query, cancellationToken, Parameter.Of(name)).ConfigureAwait(false);
    }

    /// <summary>Makes a database with the encoding and locale of another one where this server has them, else with its own.</summary>
    /// <param name="name">The name, unquoted.</param>
    /// <param name="like">The other one; null for the server's own encoding and locale.</param>
    /// <param name="key">The key of an advisory lock that is shared while the database is being made.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public async Task CreateAsync(string name, BackupDatabase? like, long key, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await connection.ExecuteAsync($"SELECT pg_catalog.pg_advisory_lock_shared({AdvisoryKey.Text(key)})", cancellationToken)
                .ConfigureAwait(false);
            var plain = $"CREATE DATABASE {Sql.Identifier(name)} TEMPLATE template0";
            var alike = like is null
                ? plain
                : CreateDatabase.Statement(name, like with { Tablespace = null }, connection.PostgreSqlVersion.Major);
            try
            {
                await connection.ExecuteAsync(alike, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (IsOfLocale(exception) && connection.FullState.HasFlag(ConnectionState.Open))
            {
                await connection.ExecuteAsync(plain, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Drops a database if it is there, whoever is connected to it.</summary>
    public async Task DropAsync(string name)
    {
        using var stop = new CancellationTokenSource(DropTimeout);
        var connection = await OpenAsync(stop.Token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (await FindAsync(connection, name, stop.Token).ConfigureAwait(false) is null)
                return;
            // A restored property may have made it a template, which cannot be dropped.
            await connection.ExecuteAsync($"ALTER DATABASE {Sql.Identifier(name)} IS_TEMPLATE false", stop.Token).ConfigureAwait(false);
            await connection.ExecuteAsync($"DROP DATABASE {Sql.Identifier(name)} WITH (FORCE)", stop.Token).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _connector.DisposeAsync();

    // The server says with many codes that it lacks a locale, but none of these.
    private static bool IsOfLocale(PostgresException exception) => exception.SqlState is not (
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DuplicateDatabase
        or PostgresErrorCodes.DiskFull or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown);
}
