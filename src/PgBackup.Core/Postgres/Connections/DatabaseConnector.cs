using System.Net.Sockets;
using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Opens connections to one database and says clearly why when it cannot.</summary>
internal sealed class DatabaseConnector : IAsyncDisposable, IDisposable
{
    private const int CopyBufferSize = 128 * 1024;

    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _ownsDataSource;

    // A data source hides the password of its own connection string.
    private readonly string _connectionString;

    private readonly Lazy<NpgsqlDataSource> _copying;

    private DatabaseConnector(NpgsqlDataSource dataSource, bool ownsDataSource, string connectionString)
    {
        _dataSource = dataSource;
        _ownsDataSource = ownsDataSource;
        _connectionString = connectionString;
        _copying = new Lazy<NpgsqlDataSource>(() => _ownsDataSource ? BuildForCopying(ForCopying(_connectionString)) : _dataSource);
    }

    /// <summary>Uses a data source of the host, which stays the host's.</summary>
    public static DatabaseConnector For(NpgsqlDataSource dataSource) => new(dataSource, ownsDataSource: false, dataSource.ConnectionString);

    /// <summary>Uses the database of the options, else the data source of the host.</summary>
    /// <exception cref="InvalidOperationException">There is neither.</exception>
    public static DatabaseConnector For(PgBackupOptions options, NpgsqlDataSource? dataSource)
    {
        if (!string.IsNullOrEmpty(options.ConnectionString))
            return For(options.ConnectionString);
        return dataSource is not null
            ? For(dataSource)
            : throw new InvalidOperationException(
                "PgBackup has no database: set PgBackupOptions.ConnectionString, or register an NpgsqlDataSource.");
    }

    /// <summary>Makes a data source of its own, with settings that suit long copies.</summary>
    /// <exception cref="ArgumentException">The connection string is malformed; its text is not repeated, as it may hold a
    /// password.</exception>
    public static DatabaseConnector For(string connectionString, string? database = null) => For(Parse(connectionString), database);

    private static DatabaseConnector For(NpgsqlConnectionStringBuilder settings, string? database)
    {
        if (database is not null)
            settings.Database = database;
        settings.ApplicationName ??= "PgBackup";
        settings.CommandTimeout = 0;
        settings.Enlist = false;
        settings.Multiplexing = false;
        settings.IncludeErrorDetail = false;
        settings.MaxAutoPrepare = 0;
        // Errors name the object whose statement failed.
        settings.IncludeFailedBatchedCommand = true;
        return new DatabaseConnector(Build(settings), ownsDataSource: true, settings.ConnectionString);
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Only built-in types are read, and the query that loads all others is slow on large catalogs.
        builder.ConfigureTypeLoading(types => types.SetTypeLoadingSchemas("pg_catalog"));
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder ForCopying(string connectionString)
    {
        var settings = Parse(connectionString);
        // What was once used asynchronously reads slowly ever after.
        settings.Pooling = false;
        settings.ReadBufferSize = CopyBufferSize;
        return settings;
    }

    private static NpgsqlDataSource BuildForCopying(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Text has no types.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    /// <summary>Makes a connector to another database of the same server, as the same role.</summary>
    /// <param name="database">The name of the database, unquoted.</param>
    /// <param name="pooling">Whether connections may be kept open, where the connection string allows it too.</param>
    public DatabaseConnector ForDatabase(string database, bool pooling = true)
    {
        var settings = Parse(_connectionString);
        settings.Pooling &= pooling;
        return For(settings, database);
    }

    /// <summary>Closes the connections that nobody uses, also those of a host's data source.</summary>
    public void ClearPool() => _dataSource.Clear();

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It is malformed; its text is not repeated, as it may hold a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            // The parser's own message quotes what it did not understand.
            throw new ArgumentException(
                "The connection string cannot be read. It takes Npgsql's form: 'Host=localhost;Database=app;Username=app;Password=...'.",
                nameof(connectionString));
        }

        return string.IsNullOrEmpty(settings.Host)
            ? throw new ArgumentException("The connection string names no Host.", nameof(connectionString))
            : settings;
    }

    /// <summary>Finds the database that a connection string names; null where it cannot be read, which others complain of.</summary>
    public static string? NameIn(string? connectionString)
    {
        if (string.IsNullOrEmpty(connectionString))
            return null;
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return settings.Database ?? settings.Username;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Gets the name of the database that the connection string names, or the user's where it names none.</summary>
    public string Database
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(_dataSource.ConnectionString);
            return settings.Database ?? settings.Username ?? "";
        }
    }

    /// <summary>Opens a connection; the caller disposes it.</summary>
    /// <exception cref="PgBackupException"><c>connection_failed</c>.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenLivingAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
        {
            throw NoConnection(exception);
        }
    }

    /// <summary>Opens a session that copies large amounts fast; the caller disposes it.</summary>
    /// <param name="prepare">What it begins with; synchronous alone.</param>
    /// <exception cref="PgBackupException"><c>connection_failed</c>.</exception>
    public ICopySession OpenForCopying(Action<NpgsqlConnection> prepare)
    {
        if (_ownsDataSource && LoginRelay.Open(ForCopying(_connectionString), BuildForCopying, prepare) is { } session)
            return session;
        var connection = OpenSynchronously();
        try
        {
            prepare(connection);
            return new NpgsqlCopySession(connection, ownsConnection: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private NpgsqlConnection OpenSynchronously()
    {
        try
        {
            return _copying.Value.OpenConnection();
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
        {
            throw NoConnection(exception);
        }
    }

    private PgBackupException NoConnection(Exception exception)
    {
        if (exception is PostgresException refused)
        {
            return new PgBackupException(
                PgBackupErrorCodes.ConnectionFailed,
                $"The server refused the connection to database '{Database}': {refused.MessageText} ({refused.SqlState}). "
                + $"{Remedy(refused.SqlState)}",
                refused);
        }

        var settings = new NpgsqlConnectionStringBuilder(_dataSource.ConnectionString);
        return new PgBackupException(
            PgBackupErrorCodes.ConnectionFailed,
            $"No connection to the server at {settings.Host}:{settings.Port}: {exception.InnerException?.Message ?? exception.Message}. "
            + "Check that it runs, and the host and port of the connection string, and try again.",
            exception);
    }

    // A connection that was kept may be dead: the server was restarted meanwhile, or ends those that are idle.
    private async Task<NpgsqlConnection> OpenLivingAsync(CancellationToken cancellationToken)
    {
        var connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var ping = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 0 };
            await ping.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (NpgsqlException) when (connection.FullState.HasFlag(System.Data.ConnectionState.Broken))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            _dataSource.Clear();
            return await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes pooled connections, where the data source is not the host's.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (!_ownsDataSource)
            return;
        _dataSource.Dispose();
        if (_copying.IsValueCreated)
            _copying.Value.Dispose();
    }

    private static string Remedy(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "Check the user name and password of the connection string, and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => "Check the database name of the connection string, or create the database.",
        PostgresErrorCodes.TooManyConnections => "Lower the number of jobs, or raise max_connections.",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            "Try again when the server has started.",
        _ => "Check the connection string.",
    };
}
