using System.Text;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Formats;
using PgBackup.Stores;
using PgBackup.Tests.History;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

public sealed class PasswordTests
{
    private const string Password = "Zx81-correct-horse";

    [Fact]
    public async Task Password_is_nowhere_in_what_is_logged_thrown_or_written()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        using var host = new BackupHost();
        var role = $"keeper_{Guid.NewGuid():N}";
        await database.ExecuteAsync(
            $"CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1); CREATE ROLE {role} SUPERUSER LOGIN PASSWORD '{Password}'");
        var connection = database.ConnectionStringOf(role, Password);
        var log = new Logger();
        var seen = new StringBuilder();
        try
        {
            await using (var backups = Over(connection))
            {
                var backup = await backups.CreateBackupAsync(new BackupOptions { Compression = BackupCompression.None }, null, default);
                var options = new RestoreOptions { Target = connection, DropExisting = true };
                seen.AppendLine(backup.ToString());
                seen.AppendLine((await backups.PlanRestoreAsync(backup.Id, options, default)).ToString());
                seen.AppendLine((await backups.RestoreBackupAsync(backup.Id, options, null, default)).ToString());
                seen.AppendLine((await backups.VerifyBackupAsync(backup.Id, default, default)).ToString());
                seen.AppendLine((await backups.ExamineAsync(default)).ToString());
                await FailAsync(() => RestoreAsync(backup.Id, new RestoreOptions { Target = connection }));
                await FailAsync(() => RestoreAsync(backup.Id, new RestoreOptions { Target = connection, Tables = { "nothing" } }));
                await FailAsync(() => RestoreAsync("20260101-000000-00000000", new RestoreOptions { Target = connection }));
                await FailAsync(() => backups.CreateBackupAsync(new BackupOptions { Tables = { "nothing" } }, null, default));
                string[] broken =
                [
                    $"Host=127.0.0.1;Port=1;Database=x;Password={Password}", $"Hots=x;Password={Password}", $"Password={Password}",
                    $"Host=127.0.0.1;Port=1;Password={Password}",
                ];
                foreach (var target in broken)
                    await FailAsync(() => RestoreAsync(backup.Id, new RestoreOptions { Target = target }));

                Task RestoreAsync(string id, RestoreOptions options) => backups.RestoreBackupAsync(id, options, null, default);
            }

            await using (var refused = Over(new NpgsqlConnectionStringBuilder(connection) { Database = "there_is_none" }.ConnectionString))
                await FailAsync(() => refused.CreateBackupAsync(null, null, default));

            foreach (var file in Directory.GetFiles(host.StorePath))
                seen.AppendLine(await File.ReadAllTextAsync(file, Encoding.Latin1));
            seen.AppendJoin('\n', await database.ColumnAsync<string>("SELECT h::text FROM pgbackup.backup_history h"));
            seen.AppendJoin('\n', log.Collector.Entries.Select(e => e.Text));
            seen.AppendJoin(
                '\n', await database.ColumnAsync<string>("SELECT query FROM pg_stat_activity WHERE datname = current_database()"));
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }

        var text = seen.ToString();
        text.Should().Contain("backup_not_found").And.Contain("there_is_none").And.Contain("COPY public.t");
        text.Should().NotContainEquivalentOf(Password);

        DatabaseBackup Over(string connectionString) => new(
            Options.Create(new PgBackupOptions { ConnectionString = connectionString }), [new SqlFormat()],
            new LocalFileStore(host.StorePath), TimeProvider.System, log);

        async Task FailAsync(Func<Task> action)
        {
            var exception = (await action.Should().ThrowAsync<Exception>()).Which;
            for (var next = exception; next is not null; next = next.InnerException)
                seen.AppendLine(next.ToString()).AppendJoin(',', next.Data.Values.Cast<object?>());
            seen.AppendLine((exception as PgBackupException)?.Code);
        }
    }

    private sealed class Logger : ILogger<DatabaseBackup>
    {
        public LogCollector Collector { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Collector.Log(logLevel, eventId, state, exception, formatter);
    }
}
