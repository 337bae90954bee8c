using Npgsql;
using PgBackup.Playground.Servers;

namespace PgBackup.Tests.Servers;

/// <summary>A database for one test; dropped when disposed, whoever is connected.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(ThrowawayServer server, string connectionString)
    {
        Server = server;
        ConnectionString = connectionString;
        Name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    public ThrowawayServer Server { get; }

    public int Major => Server.Major;

    public string Name { get; }

    /// <summary>Gets the connection string of a superuser to this database.</summary>
    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(ThrowawayServer server, ThrowawayDatabaseOptions? options = null) =>
        new(server, await server.CreateDatabaseAsync(name: null, options));

    /// <summary>Gets the same database through another role; it is dropped with this one.</summary>
    public TestDatabase As(string role, string password) => new(Server, ConnectionStringOf(role, password));

    /// <summary>Gets another database of the same server.</summary>
    public TestDatabase In(string name) =>
        new(Server, new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString);

    /// <summary>Gets the connection string of another role to this database.</summary>
    public string ConnectionStringOf(string role, string password) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role, Password = password }.ConnectionString;

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Executes statements that Npgsql can tell apart; for <c>BEGIN ATOMIC</c> see <see cref="ExecuteStatementAsync"/>.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Executes the text as one statement, exactly as it stands.</summary>
    public async Task ExecuteStatementAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Returns the first column of the first row; null for SQL's NULL and for no row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() && !await reader.IsDBNullAsync(0) ? await reader.GetFieldValueAsync<T>(0) : default;
    }

    /// <summary>Returns the first column of every row.</summary>
    public async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
            values.Add(await reader.GetFieldValueAsync<T>(0));
        return values;
    }

    /// <summary>Executes a <c>COPY … FROM STDIN</c> of text or CSV, with exactly the bytes of the stream.</summary>
    public async Task CopyAsync(string statement, Stream content)
    {
        await using var connection = await OpenAsync();
        await using var copy = (StreamWriter)await connection.BeginTextImportAsync(statement);
        await content.CopyToAsync(copy.BaseStream);
    }

    public async ValueTask DisposeAsync() => await Server.DropDatabaseAsync(Name);
}
