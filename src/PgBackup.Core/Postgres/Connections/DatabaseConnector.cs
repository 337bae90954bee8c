using Npgsql;

namespace PgBackup.Postgres;

/// <summary>Opens connections to one database and says clearly why when it cannot.</summary>
internal sealed class DatabaseConnector : IAsyncDisposable, IDisposable
{
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
        _copying = new Lazy<NpgsqlDataSource>(
            () => _ownsDataSource ? BuildForCopying(ConnectionSettings.ForCopying(_connectionString)) : _dataSource);
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
    public static DatabaseConnector For(string connectionString, string? database = null) =>
        For(ConnectionSettings.Parse(connectionString), database);

    private static DatabaseConnector For(NpgsqlConnectionStringBuilder settings, string? database)
    {
        if (database is not null)
            settings.Database = database;
        ConnectionSettings.SetForStatements(settings);
        return new DatabaseConnector(Build(settings), ownsDataSource: true, settings.ConnectionString);
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Only built-in types are read, and the query that loads all others is slow on large catalogs.
        builder.ConfigureTypeLoading(types => types.SetTypeLoadingSchemas("pg_catalog"));
        return builder.Build();
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
        var settings = ConnectionSettings.Parse(_connectionString);
        settings.Pooling &= pooling;
        return For(settings, database);
    }

    /// <summary>Closes the connections that nobody uses, also those of a host's data source.</summary>
    public void ClearPool() => _dataSource.Clear();

    /// <summary>Gets the name of the database that the connection string names, or the user's where it names none.</summary>
    public string Database => ConnectionSettings.DatabaseIn(_dataSource.ConnectionString) ?? "";

    /// <summary>Opens a connection; the caller disposes it.</summary>
    /// <exception cref="PgBackupException"><c>connection_failed</c>.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenLivingAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ConnectionFailure.Is(exception))
        {
            throw ConnectionFailure.Explain(exception, _dataSource.ConnectionString);
        }
    }

    /// <summary>Opens a session that copies large amounts fast; the caller disposes it.</summary>
    /// <param name="prepare">What it begins with; synchronous alone.</param>
    /// <exception cref="PgBackupException"><c>connection_failed</c>.</exception>
    public ICopySession OpenForCopying(Action<NpgsqlConnection> prepare)
    {
        if (_ownsDataSource
            && LoginRelay.Open(ConnectionSettings.ForCopying(_connectionString), BuildForCopying, prepare) is { } session)
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
        catch (Exception exception) when (ConnectionFailure.Is(exception))
        {
            throw ConnectionFailure.Explain(exception, _dataSource.ConnectionString);
        }
    }

    // A connection that was kept may be dead: the server was restarted meanwhile, or ends those that are idle.
    private async Task<NpgsqlConnection> OpenLivingAsync(CancellationToken cancellationToken)
    {
        var connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
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
}
