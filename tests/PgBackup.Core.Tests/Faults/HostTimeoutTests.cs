using FluentAssertions;
using Npgsql;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>Time-outs that a host sets for its roles and databases: they are for its requests, and must not end a backup or a
/// restore.</summary>
public sealed class HostTimeoutTests(FaultServer fixture) : FaultTest(fixture)
{
    private const string Role = "hurried";

    // The store answers so slowly now and then that each of them would strike.
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(1200);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var majors = new List<string> { "statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout" };
        if (Fixture.Server.Major >= 14)
            majors.Add("idle_session_timeout");
        if (Fixture.Server.Major >= 17)
            majors.Add("transaction_timeout");
        await FaultServer.ExecuteAsync(Source, $"CREATE ROLE {Role} SUPERUSER LOGIN PASSWORD 'hurried'");
        foreach (var setting in majors)
            await FaultServer.ExecuteAsync(Source, $"ALTER ROLE {Role} SET {setting} = 1000");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await FaultServer.ExecuteAsync(Fixture.Server.ConnectionString, $"DROP ROLE {Role}");
    }

    [Fact]
    public async Task Backup_and_restore_outlast_them()
    {
        (Store.Delay, Store.DelayEvery) = (Slowness, 27);
        var backup = await Over(Hurried(Source)).CreateBackupAsync(new BackupOptions { Jobs = 2 });

        var empty = await DatabaseAsync(isEmpty: true);
        await Over(Hurried(empty)).RestoreBackupAsync(backup.Id);
        await AlikeAsync(Source, empty);
        await Over(Hurried(empty)).RestoreBackupAsync(backup.Id, new RestoreOptions { DropExisting = true });
        await AlikeAsync(Source, empty);
        await NothingIsLeftAsync("all is done", null, empty);
    }

    [Fact]
    public async Task New_databases_and_test_restores_outlast_them()
    {
        var backup = await Backups.CreateBackupAsync();
        var target = await DatabaseAsync();
        DropLater("made_hurriedly");
        (Store.Delay, Store.DelayEvery) = (Slowness, 27);

        await Over(Hurried(target)).RestoreBackupAsync(backup.Id, new RestoreOptions { CreateDatabase = "made_hurriedly" });
        await Over(Hurried(target)).RestoreBackupAsync(backup.Id, new RestoreOptions { ReplaceDatabase = true });
        (await Over(Hurried(target)).VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore)).Problems.Should().BeEmpty();

        await AlikeAsync(Source, Fixture.In("made_hurriedly"));
        await AlikeAsync(Source, target);
        await NothingIsLeftAsync("all is done", null, target);
    }

    [Fact]
    public async Task Connections_that_the_server_ended_while_a_pool_kept_them_are_replaced()
    {
        if (Fixture.Server.Major < 14)
            return; // has no time-out for idle sessions
        using var host = new BackupHost();
        await using var backups = (DatabaseBackup)host.For(
            new NpgsqlConnectionStringBuilder(Hurried(Source)) { Pooling = true }.ConnectionString, o => o.History = HistoryMode.Required);
        for (var i = 0; i < 2; i++)
        {
            await backups.CreateBackupAsync(null, null, default);
            await Task.Delay(2000);
        }

        await backups.ExamineAsync(default);
        (await backups.ListBackupsAsync(null, default)).Should().HaveCount(2);
    }

    private static string Hurried(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = Role, Password = "hurried" }.ConnectionString;
}
