using FluentAssertions;
using Microsoft.Extensions.Logging;
using Npgsql;
using PgBackup.History;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.History;

public sealed class HistoryLogTests
{
    private const string Id = "20260131-020000-0a1b2c3d";

    private static readonly HistoryOperation Backup = new("backup", null, ["tables a.*", "schema only"]);

    [Theory]
    [EachMajor]
    public async Task Operation_is_logged_with_who_when_what_and_how_it_ended(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var history = new TestHistory(database.ConnectionString);

        var outcomeWhileRunning = await history.Log.RecordAsync(
            Backup,
            () => database.ScalarAsync<string>("SELECT outcome FROM pgbackup.backup_history"),
            _ => new HistoryOutcome(Id, 4711, 42),
            default);

        outcomeWhileRunning.Should().Be("running");
        (await database.ScalarAsync<string>("""
            SELECT concat_ws('|',
                operation, backup_id, outcome, array_to_string(options, ','), size_bytes, row_count, error_code, error_message,
                duration >= '0' AND started_at > now() - interval '1 hour' AND finished_at < now() + interval '1 hour',
                database_role = current_user, application_name, requested_by, library_version)
            FROM pgbackup.backup_history
            """)).Should().Be($"backup|{Id}|succeeded|tables a.*,schema only|4711|42|t|t|PgBackup|{LibraryVersion.Text}");
        (await database.ScalarAsync<string>("SELECT host_name || process_id FROM pgbackup.backup_history"))
            .Should().Be($"{Environment.MachineName}{Environment.ProcessId}");
        history.Logged.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Failure_is_logged_with_its_code_and_thrown_on()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);
        var failure = new PgBackupException(PgBackupErrorCodes.LockTimeout, "Table a is locked.");

        var act = () => history.Log.RecordAsync<int>(Backup, () => throw failure, _ => throw new NotSupportedException(), default);

        (await act.Should().ThrowAsync<PgBackupException>()).Which.Should().BeSameAs(failure);
        (await LastAsync(database)).Should().Be("failed|lock_timeout|Table a is locked.");
    }

    [Fact]
    public async Task Words_of_foreign_exceptions_are_not_logged()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);

        var act = () => history.Log.RecordAsync<int>(
            Backup, () => throw new ArgumentException("Password=hunter2"), _ => throw new NotSupportedException(), default);

        await act.Should().ThrowAsync<ArgumentException>();
        (await LastAsync(database)).Should().Be("failed|System.ArgumentException");
    }

    [Fact]
    public async Task Cancelled_operation_is_logged_although_the_token_is_cancelled()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);
        using var cancellation = new CancellationTokenSource();

        var act = () => history.Log.RecordAsync<int>(
            Backup,
            async () =>
            {
                await cancellation.CancelAsync();
                throw new OperationCanceledException(cancellation.Token);
            },
            _ => throw new NotSupportedException(),
            cancellation.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        (await LastAsync(database)).Should().Be("cancelled");
    }

    [Fact]
    public async Task Cancellation_that_nobody_asked_for_is_a_failure()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);

        var act = () => history.Log.RecordAsync<int>(
            Backup, () => throw new TaskCanceledException(), _ => throw new NotSupportedException(), default);

        await act.Should().ThrowAsync<TaskCanceledException>();
        (await LastAsync(database)).Should().Be("failed|System.Threading.Tasks.TaskCanceledException");
    }

    [Fact]
    public async Task Token_cancelled_beforehand_starts_nothing()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);
        var hasRun = false;

        var act = () => history.Log.RecordAsync(
            Backup, () => Task.FromResult(hasRun = true), _ => new HistoryOutcome(Id, 0, 0), new CancellationToken(true));

        await act.Should().ThrowAsync<OperationCanceledException>();
        hasRun.Should().BeFalse();
    }

    [Fact]
    public async Task Result_with_a_problem_counts_as_failed()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);

        await history.Log.RecordAsync(
            new HistoryOperation("verify", Id, []),
            () => Task.FromResult(1),
            _ => new HistoryOutcome(Id, 10, null) { Problem = "Segment 3 differs." },
            default);

        (await LastAsync(database)).Should().Be("failed|Segment 3 differs.");
    }

    [Fact]
    public async Task Unwritable_history_is_a_warning_without_secrets_and_the_operation_goes_on()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var role = $"reader_{database.Name}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'");
        await using var history = new TestHistory(database.ConnectionStringOf(role, "hunter2"));

        var result = await history.Log.RecordAsync(Backup, () => Task.FromResult(7), _ => new HistoryOutcome(Id, 0, 0), default);

        result.Should().Be(7);
        history.Logged.Entries.Should().ContainSingle().Which.Should().Match<(LogLevel Level, EventId Event, string Text)>(e =>
            e.Level == LogLevel.Warning && e.Event.Id == 5001
            && e.Text.Contains($"GRANT CREATE ON DATABASE {database.Name} TO {role}") && !e.Text.Contains("hunter2"));
        (await HasSchemaAsync(database)).Should().BeFalse();
        await database.ExecuteAsync($"DROP ROLE {role}");
    }

    [Fact]
    public async Task Role_with_the_grants_that_the_message_names_can_write()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var role = $"writer_{database.Name}";
        await using (var owner = new TestHistory(database.ConnectionString))
            await owner.Log.MigrateAsync(default);
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'; {HistorySchema.Grants(role)}");
        await using var history = new TestHistory(database.ConnectionStringOf(role, "hunter2"));

        await history.Log.RecordAsync(Backup, () => Task.FromResult(7), _ => new HistoryOutcome(Id, 0, 0), default);

        history.Logged.Entries.Should().BeEmpty();
        (await LastAsync(database)).Should().Be("succeeded");
        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Required_history_that_cannot_be_written_keeps_the_operation_from_starting()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");
        await using var history = new TestHistory(database.ConnectionString, new PgBackupOptions { History = HistoryMode.Required });
        var hasRun = false;

        var act = () => history.Log.RecordAsync(Backup, () => Task.FromResult(hasRun = true), _ => new HistoryOutcome(Id, 0, 0), default);

        (await act.Should().ThrowAsync<PgBackupException>().WithMessage("*not started*read-only*")).Which.Code
            .Should().Be("history_failed");
        hasRun.Should().BeFalse();
    }

    [Fact]
    public async Task Disabled_history_touches_nothing()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString, new PgBackupOptions { History = HistoryMode.Disabled });

        (await history.Log.RecordAsync(Backup, () => Task.FromResult(7), _ => new HistoryOutcome(Id, 0, 0), default)).Should().Be(7);

        history.Connector.IsValueCreated.Should().BeFalse();
        (await HasSchemaAsync(database)).Should().BeFalse();
    }

    [Fact]
    public async Task Without_a_database_nothing_is_logged_and_nobody_is_warned()
    {
        var logger = new LogCollector();
        var log = new HistoryLog(new PgBackupOptions(), null, TimeProvider.System, logger);

        (await log.RecordAsync(Backup, () => Task.FromResult(7), _ => new HistoryOutcome(Id, 0, 0), default)).Should().Be(7);

        logger.Entries.Should().BeEmpty();
        var migrate = () => log.MigrateAsync(default);
        await migrate.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Without_a_database_a_required_history_keeps_the_operation_from_starting()
    {
        var log = new HistoryLog(new PgBackupOptions { History = HistoryMode.Required }, null, TimeProvider.System, new LogCollector());

        var act = () => log.RecordAsync(Backup, () => Task.FromResult(7), _ => new HistoryOutcome(Id, 0, 0), default);

        (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be("history_failed");
    }

    [Fact]
    public async Task Unreachable_server_is_a_warning()
    {
        await using var history = new TestHistory("Host=127.0.0.1;Port=1;Username=nobody;Password=hunter2;Database=none");

        (await history.Log.RecordAsync(Backup, () => Task.FromResult(7), _ => new HistoryOutcome(Id, 0, 0), default)).Should().Be(7);

        history.Logged.Entries.Should().ContainSingle().Which.Text.Should().Contain("127.0.0.1:1").And.NotContain("hunter2");
    }

    [Fact]
    public async Task End_is_written_although_all_connections_were_broken_meanwhile()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);

        await history.Log.RecordAsync(
            Backup,
            () => database.ScalarAsync<long>("""
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """),
            _ => new HistoryOutcome(Id, 0, 0),
            default);

        history.Logged.Entries.Should().BeEmpty();
        (await LastAsync(database)).Should().Be("succeeded");
    }

    [Fact]
    public async Task Row_that_the_operation_removed_is_written_anew()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);

        await history.Log.RecordAsync(
            Backup,
            async () =>
            {
                await database.ExecuteAsync("DROP SCHEMA pgbackup CASCADE");
                return 1;
            },
            _ => new HistoryOutcome(Id, 0, 0),
            default);

        (await LastAsync(database)).Should().Be("succeeded");
    }

    [Fact]
    public async Task Text_that_the_database_cannot_hold_does_not_lose_the_row()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(
            options: new PgBackup.Playground.Servers.ThrowawayDatabaseOptions { Encoding = "LATIN1", Locale = "C" });
        await using var history = new TestHistory(database.ConnectionString);
        var failure = new PgBackupException(PgBackupErrorCodes.PermissionDenied, "ALTER ROLE … BYPASSRLS\0");

        var act = () => history.Log.RecordAsync<int>(Backup, () => throw failure, _ => throw new NotSupportedException(), default);

        await act.Should().ThrowAsync<PgBackupException>();
        (await LastAsync(database)).Should().Be("failed|permission_denied|ALTER ROLE ? BYPASSRLS?");
    }

    [Fact]
    public void Half_surrogate_pairs_are_replaced()
    {
        HistoryTable.Fit("a\uD800b", "UTF8").Should().Be("a?b");
        HistoryTable.Fit("\uDE00\uD83D", "UTF8").Should().Be("??");
        HistoryTable.Fit("smile \U0001F600", "UTF8").Should().Be("smile \U0001F600");
    }

    [Fact]
    public async Task Locked_history_holds_nothing_up_for_long()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);
        await history.Log.MigrateAsync(default);
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE pgbackup.backup_history", connection))
            await command.ExecuteNonQueryAsync();

        var started = TimeProvider.System.GetTimestamp();
        (await history.Log.RecordAsync(Backup, () => Task.FromResult(7), _ => new HistoryOutcome(Id, 0, 0), default)).Should().Be(7);

        TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(15));
        history.Logged.Entries.Should().ContainSingle().Which.Text.Should().Contain("55P03");
    }

    [Fact]
    public async Task End_that_cannot_be_written_is_a_warning_and_the_result_stays()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var role = $"writer_{database.Name}";
        await using (var owner = new TestHistory(database.ConnectionString))
            await owner.Log.MigrateAsync(default);
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'; {HistorySchema.Grants(role)}");
        await using var history = new TestHistory(
            database.ConnectionStringOf(role, "hunter2"), new PgBackupOptions { History = HistoryMode.Required });

        var result = await history.Log.RecordAsync(
            Backup,
            async () =>
            {
                await database.ExecuteAsync($"REVOKE ALL ON pgbackup.backup_history FROM {role}");
                return 7;
            },
            _ => new HistoryOutcome(Id, 0, 0),
            default);

        result.Should().Be(7);
        history.Logged.Entries.Should().ContainSingle().Which.Should().Match<(LogLevel Level, EventId Event, string Text)>(e =>
            e.Level == LogLevel.Warning && e.Text.Contains($"backup of backup {Id}")
            && e.Text.Contains("may not create or write the history"));
        (await LastAsync(database)).Should().Be("running");
        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task End_that_finds_the_history_locked_is_tried_once_more()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);
        await using var connection = await database.OpenAsync();
        var unlocking = Task.CompletedTask;

        await history.Log.RecordAsync(
            Backup,
            async () =>
            {
                await using (var command = new NpgsqlCommand("BEGIN; LOCK TABLE pgbackup.backup_history", connection))
                    await command.ExecuteNonQueryAsync();
                unlocking = UnlockAsync();
                return 7;
            },
            _ => new HistoryOutcome(Id, 0, 0),
            default);

        await unlocking;
        history.Logged.Entries.Should().BeEmpty();
        (await LastAsync(database)).Should().Be("succeeded");

        // Longer than one attempt waits for the lock.
        async Task UnlockAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(7));
            await using var command = new NpgsqlCommand("COMMIT", connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<string?> LastAsync(TestDatabase database) => await database.ScalarAsync<string>(
        "SELECT concat_ws('|', outcome, error_code, error_message) FROM pgbackup.backup_history ORDER BY started_at DESC LIMIT 1");

    private static async Task<bool> HasSchemaAsync(TestDatabase database) =>
        await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pgbackup')");
}
