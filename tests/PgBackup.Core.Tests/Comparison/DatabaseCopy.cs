using Npgsql;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Comparison;

/// <summary>A copy of a database that the server itself made, file by file.</summary>
internal sealed class DatabaseCopy : IAsyncDisposable
{
    private readonly TestDatabase _original;
    private readonly string _name;

    private DatabaseCopy(TestDatabase original, string name)
    {
        _original = original;
        _name = name;
        var settings = new NpgsqlConnectionStringBuilder(original.ConnectionString) { Database = name, Pooling = false };
        ConnectionString = settings.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<DatabaseCopy> CreateAsync(TestDatabase original)
    {
        // The server copies a database only when nobody is connected to it.
        await using (var pooled = new NpgsqlConnection(original.ConnectionString))
            NpgsqlConnection.ClearPool(pooled);
        var copy = new DatabaseCopy(original, original.Name + "_copy");
        await copy.OnServerAsync($"CREATE DATABASE \"{copy._name}\" TEMPLATE \"{original.Name}\"");
        return copy;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await OnServerAsync($"DROP DATABASE \"{_name}\" WITH (FORCE)");

    private async Task OnServerAsync(string sql)
    {
        var server = new NpgsqlConnectionStringBuilder(_original.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
