using Npgsql;
using PgBackup.Playground.Servers;
using PgBackup.Soak.Workload;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>A server that these tests have for themselves: they kill it, and count what is left on it.</summary>
public sealed class FaultServer : IAsyncLifetime
{
    private const string Template = "bank_template";

    private ThrowawayServer? _server;

    internal ThrowawayServer Server => _server!;

    public async Task InitializeAsync()
    {
        _server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions
        {
            Major = TestMajors.Any,
            AllowExisting = false,
            Settings = { ["max_prepared_transactions"] = "5" },
        });
        var bank = new NpgsqlConnectionStringBuilder(await _server.CreateDatabaseAsync(Template)) { Pooling = false };
        await ExecuteAsync(bank.ConnectionString, Bank.Script);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Makes a database, with the bank in it or empty.</summary>
    internal async Task<string> CreateDatabaseAsync(bool isEmpty = false)
    {
        var name = $"fault_{Guid.NewGuid():N}"[..20];
        await ExecuteAsync(Server.ConnectionString, $"CREATE DATABASE {name} TEMPLATE {(isEmpty ? "template0" : Template)}");
        return In(name);
    }

    internal async Task<bool> AnswersAsync()
    {
        try
        {
            return await ScalarAsync<int>(Server.ConnectionString, "SELECT 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    internal string In(string database) =>
        new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = database, Pooling = false }.ConnectionString;

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal static async Task<T?> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    internal static async Task<NpgsqlConnection> OpenAsync(string connectionString, string application = "test")
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = application };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
