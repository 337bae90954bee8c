using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Servers;
using PgBackup.Soak.Faults;
using PgBackup.Tests.RoundTrip;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>The server killed in the midst of an operation, and started again.</summary>
public sealed class ServerCrashTests(FaultServer fixture) : FaultTest(fixture)
{
    [Theory]
    [InlineData(BackupPhase.Preparing, false)]
    [InlineData(BackupPhase.CopyingData, true)]
    [InlineData(BackupPhase.CopyingData, false)]
    public async Task Backup_whose_server_is_killed_is_not_listed(BackupPhase phase, bool isKilled)
    {
        var exception = await FailsAsync(
            () => Backups.CreateBackupAsync(null, At(phase, () => Crash(isKilled))), PgBackupErrorCodes.ServerFailed,
            PgBackupErrorCodes.ConnectionFailed);
        (await Backups.ListBackupsAsync()).Should().BeEmpty();
        await ServerCrash.RecoverAsync(Fixture.Server);

        exception.Message.Should().Contain("server").And.Contain("gain", "it says to try again");
        await NothingIsLeftAsync("the server was killed");
        await Backups.CreateBackupAsync();
    }

    [Theory]
    [InlineData(RestorePhase.PreData, false)]
    [InlineData(RestorePhase.LoadingData, false)]
    [InlineData(RestorePhase.LoadingData, true)]
    [InlineData(RestorePhase.PostData, false)]
    public async Task Restore_whose_server_is_killed_leaves_the_database_as_it_was_or_whole(RestorePhase phase, bool isKilled)
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync(isEmpty: phase == RestorePhase.PostData);
        if (phase != RestorePhase.PostData)
            await FaultServer.ExecuteAsync(target, "DELETE FROM bank.transfer WHERE id % 2 = 0");
        var before = await CopyAsync(target);
        var options = new RestoreOptions { DropExisting = true };

        // Sessions of a server whose first process is gone notice only when they wait: the restore may still succeed.
        var restore = () => Over(target).RestoreBackupAsync(id, options, At(phase, () => Crash(isKilled)));
        if (!isKilled)
            await FailsAsync(restore, PgBackupErrorCodes.ServerFailed, PgBackupErrorCodes.ConnectionFailed);
        else if (await Record.ExceptionAsync(restore) is { } exception)
            exception.Should().BeOfType<PgBackupException>().Which.Code.Should().BeOneOf(
                PgBackupErrorCodes.ServerFailed, PgBackupErrorCodes.ConnectionFailed);
        await ServerCrash.RecoverAsync(Fixture.Server);

        await NothingIsLeftAsync("the server was killed", null, target);
        if (!isKilled || !await AreAlikeAsync(Source, target))
            await AlikeAsync(before, target);
        await Over(target).RestoreBackupAsync(id, options);
        await AlikeAsync(Source, target);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_database_of_a_restore_whose_server_was_killed_is_dropped_when_the_server_is_back(bool replaces)
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync();
        var before = await CopyAsync(target);
        var options = replaces ? new RestoreOptions { ReplaceDatabase = true } : new RestoreOptions { CreateDatabase = "made_in_vain" };
        Task? recovery = null;

        await FailsAsync(
            () => Over(target).RestoreBackupAsync(id, options, At(RestorePhase.LoadingData, () => recovery = CrashAndRecover())),
            PgBackupErrorCodes.ServerFailed, PgBackupErrorCodes.ConnectionFailed);
        await recovery!;

        (await LeftBehind.OnServerAsync([Source, target], TimeSpan.FromSeconds(5))).Should().BeEmpty();
        await AlikeAsync(before, target);
    }

    [Theory]
    [InlineData(RestorePhase.PreData)]
    [InlineData(RestorePhase.LoadingData)]
    [InlineData(RestorePhase.PostData)]
    public async Task Restore_in_pieces_whose_server_was_killed_is_undone_when_the_server_is_back(RestorePhase phase)
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync(isEmpty: true);
        var before = await CopyAsync(target);
        Task? recovery = null;

        await FailsAsync(
            () => Over(target, inPieces: true).RestoreBackupAsync(id, null, At(phase, () => recovery = CrashAndRecover())),
            PgBackupErrorCodes.ServerFailed, PgBackupErrorCodes.ConnectionFailed);
        await recovery!;

        await AlikeAsync(before, target);
        await Over(target, inPieces: true).RestoreBackupAsync(id);
        await AlikeAsync(Source, target);
    }

    [Fact]
    public async Task Backup_after_a_restart_of_the_server_does_not_fail_on_connections_that_were_kept()
    {
        using var host = new BackupHost();
        var pooled = new NpgsqlConnectionStringBuilder(Source) { Pooling = true };
        await using var backups = (DatabaseBackup)host.For(pooled.ConnectionString, o => o.History = HistoryMode.Required);
        var first = await backups.CreateBackupAsync(null, null, default);

        await Fixture.Server.RestartAsync(ShutdownMode.Fast);
        var second = await backups.CreateBackupAsync(null, null, default);
        await Fixture.Server.RestartAsync(ShutdownMode.Immediate);
        await backups.RestoreBackupAsync(second.Id, new RestoreOptions { DropExisting = true }, null, default);

        (await backups.ListBackupsAsync(null, default)).Select(b => b.Id).Should().BeEquivalentTo(first.Id, second.Id);
    }

    private Task CrashAndRecover()
    {
        Crash(isKilled: false);
        return Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await ServerCrash.RecoverAsync(Fixture.Server);
        });
    }

    private void Crash(bool isKilled)
    {
        if (isKilled)
            ServerCrash.KillPostmaster(Fixture.Server);
        else
            Fixture.Server.StopAsync(ShutdownMode.Immediate).GetAwaiter().GetResult();
    }
}
