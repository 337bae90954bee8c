using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PgBackup.History;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.History;

/// <summary>What the history tells of the operations of <see cref="IDatabaseBackup"/>.</summary>
public sealed class DatabaseBackupHistoryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-history-");

    private readonly LogCollector _logged = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [EachMajor]
    public async Task Every_operation_is_logged_and_survives_a_whole_restore(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a VALUES (1), (2)");
        await using var provider = Provider(database.ConnectionString);
        var backup = provider.GetRequiredService<IDatabaseBackup>();

        var missing = () => backup.CreateBackupAsync(new BackupOptions { ExcludeData = ["nothing*", "a"] });
        await missing.Should().ThrowAsync<PgBackupException>();
        var whole = await backup.CreateBackupAsync();
        (await backup.VerifyBackupAsync(whole.Id, VerificationLevel.Structure)).IsGood.Should().BeTrue();
        await backup.RestoreBackupAsync(whole.Id, new RestoreOptions { DropExisting = true });
        (await backup.DeleteBackupAsync(whole.Id)).Should().BeTrue();
        (await backup.DeleteBackupAsync(whole.Id)).Should().BeFalse();

        (await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_constraint WHERE conname = 'a_pkey')")).Should().BeTrue();
        (await ReadAsync(database)).Should().Equal(
            "backup failed {\"without data of nothing*, a\"} relation_not_found",
            $"backup {whole.Id} succeeded {{}} {whole.Size} 2",
            $"verify {whole.Id} succeeded {{Structure}} {whole.Size}",
            $"restore {whole.Id} succeeded {{\"drop existing\"}} 2",
            $"delete {whole.Id} succeeded {{}}",
            $"delete {whole.Id} failed {{}}");
    }

    [Fact]
    public async Task Restore_elsewhere_is_logged_at_home_and_no_password_with_it()
    {
        await using var home = await PostgresServers.CreateDatabaseAsync();
        await using var other = await PostgresServers.CreateDatabaseAsync();
        var role = $"target_{other.Name}";
        await other.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'");
        await using var provider = Provider(home.ConnectionString);
        var backup = provider.GetRequiredService<IDatabaseBackup>();
        await home.ExecuteAsync("CREATE TABLE a (id int PRIMARY KEY)");
        var made = await backup.CreateBackupAsync();

        await backup.RestoreBackupAsync(made.Id, new RestoreOptions { Target = other.ConnectionString });
        var again = () => backup.RestoreBackupAsync(made.Id, new RestoreOptions { Target = other.ConnectionStringOf(role, "hunter2") });
        await again.Should().ThrowAsync<PgBackupException>();

        (await ReadAsync(home)).Should().HaveCount(3).And.SatisfyRespectively(
            _ => { },
            restore => restore.Should().StartWith($"restore {made.Id} succeeded"),
            restore => restore.Should().StartWith($"restore {made.Id} failed"));
        (await home.ScalarAsync<string>("SELECT string_agg(h::text, '') FROM pgbackup.backup_history h")).Should().NotContain("hunter2");
        (await other.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pgbackup')")).Should().BeFalse();
        await other.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task History_that_is_restored_itself_keeps_the_row_of_the_restore()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var provider = Provider(database.ConnectionString);
        var backup = provider.GetRequiredService<IDatabaseBackup>();
        await backup.MigrateAsync();
        var made = await backup.CreateBackupAsync(new BackupOptions { IncludeHistory = true });

        await backup.RestoreBackupAsync(made.Id, new RestoreOptions { DropExisting = true });

        _logged.Entries.Should().NotContain(e => e.Item1 >= LogLevel.Warning);
        // The backup holds its own row as it was then, and one for each migration.
        var rows = 1 + HistoryMigration.LatestVersion;
        (await ReadAsync(database)).Should().Equal("backup running {}", $"restore {made.Id} succeeded {{\"drop existing\"}} {rows}");
    }

    private static Task<IReadOnlyList<string>> ReadAsync(TestDatabase database) => database.ColumnAsync<string>("""
        SELECT concat_ws(' ', operation, backup_id, outcome, options::text, size_bytes, row_count, error_code)
        FROM pgbackup.backup_history
        ORDER BY started_at
        """);

    private ServiceProvider Provider(string connectionString) => new ServiceCollection()
        .AddSingleton<ILogger<DatabaseBackup>>(_logged)
        .AddPgBackup(options => (options.ConnectionString, options.Directory) = (connectionString, _directory.FullName))
        .Services.BuildServiceProvider();
}
