using Npgsql;

namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>A test with a small database, a store and a host of its own.</summary>
[Collection(SharedServer.Name)]
public abstract class ApiTest(ServerFixture fixture) : IAsyncLifetime
{
    private const string Content = """
        CREATE TABLE organizations (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE orders (id int PRIMARY KEY, organization int NOT NULL REFERENCES organizations, total numeric(10,2));
        CREATE TABLE large_table (id int PRIMARY KEY, content text);
        CREATE VIEW big_orders AS SELECT id FROM orders WHERE total > 100;
        INSERT INTO organizations SELECT i, 'organization ' || i FROM generate_series(1, 50) i;
        INSERT INTO orders SELECT i, i % 50 + 1, i * 3 FROM generate_series(1, 200) i;
        INSERT INTO large_table SELECT i, md5(i::text) FROM generate_series(1, 1000) i;
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-http-test-");
    private readonly List<string> _databases = [];
    private TestHost? _host;
    private ApiClient? _admin;

    protected string Connection { get; private set; } = "";

    protected string Store => Path.Combine(_directory.FullName, "store");

    protected string WorkingDirectory => _directory.FullName;

    protected TestHost Host => _host!;

    /// <summary>Gets an administrator of the host.</summary>
    protected ApiClient Admin => _admin!;

    public virtual async Task InitializeAsync()
    {
        Connection = await CreateDatabaseAsync();
        await ExecuteAsync(Content);
        _host = await StartHostAsync();
        _admin = _host.Client();
    }

    public virtual async Task DisposeAsync()
    {
        _admin?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        foreach (var database in _databases)
            await fixture.Server.DropDatabaseAsync(database);
        _directory.Delete(recursive: true);
    }

    /// <summary>Starts a host on the test's database and store.</summary>
    protected virtual Task<TestHost> StartHostAsync() => StartHostAsync(null);

    protected Task<TestHost> StartHostAsync(
        Action<PgBackupHttpOptions>? http,
        Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? services = null,
        Action<Microsoft.AspNetCore.Builder.WebApplication>? app = null,
        Action<IPgBackupBuilder>? builder = null) => TestHost.StartAsync(Configure, http, services, app, builder);

    protected void Configure(PgBackupOptions options)
    {
        options.ConnectionString = Connection;
        options.Directory = Store;
        options.Jobs = 2;
    }

    protected async Task<string> CreateDatabaseAsync()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        _databases.Add(new NpgsqlConnectionStringBuilder(connection).Database!);
        return connection;
    }

    /// <summary>Sees to it that a database which the test makes goes with it.</summary>
    protected string Own(string database)
    {
        _databases.Add(database);
        return database;
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    protected async Task<T> ReadAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Holds up backups and restores.</summary>
    protected async Task<TableLock> LockAsync(string table = "orders") => await TableLock.TakeAsync(await OpenAsync(), table);

    /// <summary>Waits until sessions wait for what <see cref="LockAsync"/> holds.</summary>
    protected Task HeldUpAsync(int sessions) => UntilAsync(async () => await ReadAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == sessions);

    protected async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Waits until something has happened.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> happened)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await happened())
            await Task.Delay(20, limit.Token);
    }
}
