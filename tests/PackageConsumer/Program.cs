// An application as its author would write it, with the packages and nothing else of this repository: it tries its store, backs a
// database up, damages it, and restores it. It gets a server in PGBACKUP_CONNECTION and ends with exit code 0 when all went well.
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PgBackup;
using PgBackup.Testing;

var server = Environment.GetEnvironmentVariable("PGBACKUP_CONNECTION")
    ?? throw new InvalidOperationException("PGBACKUP_CONNECTION names no server.");
var name = $"package_consumer_{Guid.NewGuid():N}";
var store = Directory.CreateTempSubdirectory("package-consumer-");
await using var administration = NpgsqlDataSource.Create(server);
await ExecuteAsync(administration, $"CREATE DATABASE {name}");
try
{
    var connectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString;
    await using var database = NpgsqlDataSource.Create(connectionString);
    await ExecuteAsync(database, "CREATE TABLE item AS SELECT i AS id, md5(i::text) AS name FROM generate_series(1, 10000) i");

    await using var services = new ServiceCollection()
        .AddPgBackup(options => (options.ConnectionString, options.Directory) = (connectionString, store.FullName))
        .Services
        .BuildServiceProvider();
    var backups = services.GetRequiredService<IDatabaseBackup>();

    (await new BackupStoreConformance(services.GetRequiredService<IBackupStore>()).RunAsync()).ThrowIfBad();
    var backup = await backups.CreateBackupAsync();
    await ExecuteAsync(database, "DELETE FROM item WHERE id > 10");
    var result = await backups.RestoreBackupAsync(backup.Id, new RestoreOptions { DropExisting = true });

    await using var count = database.CreateCommand("SELECT count(*) FROM item");
    var rows = (long)(await count.ExecuteScalarAsync())!;
    Console.WriteLine($"{typeof(IDatabaseBackup).Assembly.GetName()}: {backup.Artifact}, {result.Rows} rows restored, {rows} there");
    return rows == 10_000 ? 0 : 1;
}
finally
{
    await ExecuteAsync(administration, $"DROP DATABASE {name} WITH (FORCE)");
    store.Delete(recursive: true);
}

static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
{
    await using var command = database.CreateCommand(sql);
    await command.ExecuteNonQueryAsync();
}
