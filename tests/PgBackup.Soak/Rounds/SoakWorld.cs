using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PgBackup.Playground.Comparison;
using PgBackup.Playground.Servers;
using PgBackup.Soak.Faults;
using PgBackup.Soak.Workload;

namespace PgBackup.Soak.Rounds;

/// <summary>A server, a bank whose money moves, and a store.</summary>
internal sealed class SoakWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task<int>> _writers;

    private SoakWorld(ThrowawayServer server, int seed)
    {
        Server = server;
        Source = In("bank");
        _directory = Directory.CreateTempSubdirectory("pgbackup-soak-");
        Store = new FaultStore(LocalStore(StorePath));
        _writers = [.. Enumerable.Range(seed, 2).Select(s => Task.Run(() => Bank.MoveMoneyAsync(Source, s, _stop.Token)))];
    }

    public ThrowawayServer Server { get; }

    public string Source { get; }

    public string StorePath => Path.Combine(_directory.FullName, "store");

    public FaultStore Store { get; }

    public static async Task<SoakWorld> StartAsync(int? major, int seed)
    {
        var server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions { Major = major, AllowExisting = false });
        await server.CreateDatabaseAsync("bank");
        await ExecuteAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "bank" }.ConnectionString, Bank.Script);
        return new SoakWorld(server, seed);
    }

    public string In(string database) =>
        new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    /// <summary>The library over a database; the caller disposes the services.</summary>
    public static ServiceProvider Services(string connection, IBackupStore store, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(store).AddSingleton(time ?? TimeProvider.System);
        services.AddPgBackup(options => (options.ConnectionString, options.History) = (connection, HistoryMode.Disabled));
        return services.BuildServiceProvider();
    }

    public async Task<T> WithAsync<T>(string connection, Func<IDatabaseBackup, Task<T>> action)
    {
        await using var services = Services(connection, Store);
        return await action(services.GetRequiredService<IDatabaseBackup>());
    }

    public static IBackupStore LocalStore(string directory)
    {
        var services = new ServiceCollection();
        services.AddPgBackup(options => (options.ConnectionString, options.Directory) = ("Host=nowhere", directory));
        return services.BuildServiceProvider().GetRequiredService<IBackupStore>();
    }

    public async Task<string> CreateDatabaseAsync(string name, string? template = null)
    {
        await Server.DropDatabaseAsync(name);
        await ExecuteAsync(Server.ConnectionString, $"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}");
        return In(name);
    }

    public static async Task<bool> AreAlikeAsync(string expected, string actual) =>
        (await DatabaseComparison.CompareAsync(expected, actual)).Count == 0;

    public static async Task AlikeAsync(string expected, string actual, string what)
    {
        var differences = await DatabaseComparison.CompareAsync(expected, actual);
        if (differences.Count > 0)
            throw new ViolationException($"{what}: {string.Join("; ", differences.Take(5))}");
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Lets the writers finish.</summary>
    /// <returns>How many transfers they made.</returns>
    public async Task<int> StopWritersAsync()
    {
        await _stop.CancelAsync();
        return (await Task.WhenAll(_writers)).Sum();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_writers);
        await Server.DisposeAsync();
        _directory.Delete(recursive: true);
        _stop.Dispose();
    }
}
