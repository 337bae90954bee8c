using FluentAssertions;
using Npgsql;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>Locks that others hold: the wait has an end, and the message names who holds them.</summary>
public sealed class LockTests(FaultServer fixture) : FaultTest(fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Backup_names_the_session_that_holds_a_lock()
    {
        await using var other = await HoldAsync(Source, "LOCK TABLE bank.transfer");

        var exception = await BackUpInVainAsync();

        exception.Message.Should().Contain($"process {other.ProcessID}").And.Contain("role postgres").And.Contain("'migration'")
            .And.Contain("bank.transfer").And.Contain("LockTimeout");
        exception.ObjectName.Should().Be("bank.transfer");
    }

    [Fact]
    public async Task Backup_names_the_session_that_waits_for_a_lock_before_it()
    {
        await using var reader = await HoldAsync(Source, "SELECT count(*) FROM bank.transfer", "report");
        await using var migration = await FaultServer.OpenAsync(Source, "migration");
        await using var command = new NpgsqlCommand("ALTER TABLE bank.transfer ADD COLUMN more int", migration);
        var waiting = command.ExecuteNonQueryAsync();
        await SomebodyWaitsAsync();
        try
        {
            (await BackUpInVainAsync()).Message.Should().Contain($"process {migration.ProcessID}").And.Contain("'migration'").And.Contain(
                "bank.transfer");
        }
        finally
        {
            await reader.DisposeAsync();
            await waiting;
        }
    }

    [Fact]
    public async Task Backup_names_the_prepared_transaction_that_holds_a_lock()
    {
        await FaultServer.ExecuteAsync(Source, "BEGIN; LOCK TABLE bank.transfer; PREPARE TRANSACTION 'half done'");
        try
        {
            (await BackUpInVainAsync()).Message.Should().Contain("prepared transaction 'half done'").And.Contain("bank.transfer");
        }
        finally
        {
            await FaultServer.ExecuteAsync(Source, "ROLLBACK PREPARED 'half done'");
        }
    }

    [Theory]
    [InlineData(true, "SELECT count(*) FROM bank.transfer")]
    [InlineData(false, "INSERT INTO bank.account_5 (id, balance) VALUES (1000, 0)")]
    public async Task Restore_names_the_session_that_holds_a_lock(bool drops, string statement)
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var before = await CopyAsync(Source);
        await using var other = await HoldAsync(Source, statement);
        var options = drops
            ? new RestoreOptions { DropExisting = true, LockTimeout = Patience }
            : new RestoreOptions { ExistingRows = ExistingRowsAction.Replace, LockTimeout = Patience };

        var exception = await FailsAsync(() => Backups.RestoreBackupAsync(id, options), PgBackupErrorCodes.LockTimeout);

        var holder = other.ProcessID;
        await other.DisposeAsync();
        await NothingIsLeftAsync("a lock was held");
        await AlikeAsync(before, Source);
        exception.Message.Should().Contain($"process {holder}").And.Contain("role postgres").And.Contain("'migration'");
    }

    [Fact]
    public async Task Restore_that_waits_for_another_restore_names_it()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        RestoreOptions Options() => new() { DropExisting = true, LockTimeout = Patience };
        Task<PgBackupException>? second = null;
        var first = Backups.RestoreBackupAsync(id, Options(), At(RestorePhase.LoadingData, () =>
        {
            second = FailsAsync(() => Over(Source).RestoreBackupAsync(id, Options()), PgBackupErrorCodes.LockTimeout);
            second.Wait();
        }));

        await first;
        (await second!).Message.Should().Contain("restore").And.Contain("process ").And.Contain("'PgBackup'");
        await NothingIsLeftAsync("two restores met");
    }

    private async Task<PgBackupException> BackUpInVainAsync()
    {
        var exception = await FailsAsync(
            () => Backups.CreateBackupAsync(new BackupOptions { LockTimeout = Patience }), PgBackupErrorCodes.LockTimeout);
        (await Backups.ListBackupsAsync()).Should().BeEmpty();
        return exception;
    }

    private static async Task<NpgsqlConnection> HoldAsync(string connectionString, string statement, string application = "migration")
    {
        var connection = await FaultServer.OpenAsync(connectionString, application);
        await using var command = new NpgsqlCommand("BEGIN; " + statement, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task SomebodyWaitsAsync()
    {
        while (!await FaultServer.ScalarAsync<bool>(Source, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"))
            await Task.Delay(20);
    }
}
