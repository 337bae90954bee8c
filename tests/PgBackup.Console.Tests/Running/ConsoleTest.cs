using Npgsql;
using PgBackup.Soak.Faults;

namespace PgBackup.ConsoleHost.Tests.Running;

/// <summary>A test with a small database and a store of its own.</summary>
[Collection(SharedServer.Name)]
public abstract class ConsoleTest(ServerFixture fixture) : IAsyncLifetime
{
    private const string Content = """
        CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL REFERENCES customers, total numeric(10,2));
        CREATE VIEW big_orders AS SELECT id FROM orders WHERE total > 100;
        INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(1, 50) i;
        INSERT INTO orders SELECT i, i % 50 + 1, i * 3 FROM generate_series(1, 200) i;
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-console-test-");

    protected ServerFixture Fixture { get; } = fixture;

    /// <summary>Gets the connection string of the database with two tables and a view.</summary>
    protected string Connection { get; private set; } = "";

    /// <summary>Gets the store's directory, which does not exist yet.</summary>
    protected string Store => Path.Combine(_directory.FullName, "store");

    protected string WorkingDirectory => _directory.FullName;

    protected string[] At => ["--connection", Connection, "--store", Store];

    protected string[] AtStore => ["--store", Store];

    private string Password => new NpgsqlConnectionStringBuilder(Connection).Password!;

    public async Task InitializeAsync()
    {
        Connection = await CreateDatabaseAsync();
        await ExecuteAsync(Connection, Content);
    }

    public async Task DisposeAsync()
    {
        await Fixture.Server.DropDatabaseAsync(new NpgsqlConnectionStringBuilder(Connection).Database!);
        _directory.Delete(recursive: true);
    }

    protected static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    protected static async Task<T> ReadAsync<T>(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Waits until something has happened.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> happened)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await happened())
            await Task.Delay(50, limit.Token);
    }

    protected Task<string> CreateDatabaseAsync() => Fixture.Server.CreateDatabaseAsync();

    /// <summary>Starts the program with variables of the environment.</summary>
    protected ConsoleProcess StartWith(Dictionary<string, string> environment, params string[] arguments) =>
        ConsoleProcess.Run([.. ConsoleProcess.Command, .. arguments], environment, WorkingDirectory);

    protected ConsoleProcess Start(params string[] arguments) => StartWith([], arguments);

    protected Task<ConsoleOutcome> RunAsync(params string[] arguments) => RunWithAsync([], arguments);

    /// <summary>Runs the program to its end. Whatever it does, it must not print the password.</summary>
    protected async Task<ConsoleOutcome> RunWithAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        using var program = StartWith(environment, arguments);
        var outcome = await program.WaitAsync();
        (outcome.Output + outcome.Errors).Should().NotContain(Password);
        return outcome;
    }

    /// <summary>Backs the database up.</summary>
    /// <returns>The id.</returns>
    protected async Task<string> BackUpAsync(params string[] arguments)
    {
        var outcome = await RunAsync(["backup", .. At, .. arguments]);
        return outcome.Done().LastOutputLine;
    }

    /// <summary>Damages a byte in the middle of a backup's artifact.</summary>
    protected void Damage(string id)
    {
        var artifact = Directory.EnumerateFiles(Store, id + "*").Single(f => !f.EndsWith(".json", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(artifact);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(artifact, bytes);
    }
}
