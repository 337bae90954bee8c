// An application as its author would write it, with the package and nothing else of this repository.
// It gets a server in PGBACKUP_CONNECTION and ends with exit code 0 when all went well.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup;

var connectionString = Environment.GetEnvironmentVariable("PGBACKUP_CONNECTION")
    ?? throw new InvalidOperationException("PGBACKUP_CONNECTION names no server.");

await using var services = new ServiceCollection()
    .AddPgBackup(options => options.ConnectionString = connectionString)
    .Services
    .BuildServiceProvider();

var options = services.GetRequiredService<IOptions<PgBackupOptions>>().Value;
await using var database = NpgsqlDataSource.Create(options.ConnectionString!);
await using var command = database.CreateCommand("SHOW server_version");
Console.WriteLine($"{typeof(IDatabaseBackup).Assembly.GetName()} on PostgreSQL {await command.ExecuteScalarAsync()}");
