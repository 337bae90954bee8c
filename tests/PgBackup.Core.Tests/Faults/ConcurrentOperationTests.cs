using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>Several backups and restores at once.</summary>
public sealed class ConcurrentOperationTests(FaultServer fixture) : FaultTest(fixture)
{
    [Fact]
    public async Task Backups_and_restores_at_once_do_not_disturb_each_other()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var (target, empty) = (await DatabaseAsync(), await DatabaseAsync(isEmpty: true));
        await Task.WhenAll(
            Over(Source).CreateBackupAsync(),
            Over(Source).CreateBackupAsync(new BackupOptions { Format = "csv" }),
            Over(target).RestoreBackupAsync(id, new RestoreOptions { DropExisting = true }),
            Over(target).RestoreBackupAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace }),
            Over(empty).RestoreBackupAsync(id));

        await AlikeAsync(Source, target);
        await AlikeAsync(Source, empty);
        (await Backups.ListBackupsAsync()).Should().HaveCount(3);
        await NothingIsLeftAsync("all are done", null, target, empty);
    }

    [Fact]
    public async Task Of_two_restores_that_create_the_same_database_one_makes_it_whole_and_one_is_refused()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        DropLater("made_by_one");
        var options = new RestoreOptions { CreateDatabase = "made_by_one" };

        var exceptions = await Task.WhenAll(
            Record.ExceptionAsync(() => Over(Source).RestoreBackupAsync(id, options)),
            Record.ExceptionAsync(() => Over(Source).RestoreBackupAsync(id, options)));

        exceptions.Where(e => e is null).Should().HaveCount(1);
        exceptions.OfType<PgBackupException>().Should().ContainSingle().Which.Code.Should().Be(PgBackupErrorCodes.DatabaseExists);
        await AlikeAsync(Source, Fixture.In("made_by_one"));
        await NothingIsLeftAsync("one made it");
    }

    [Fact]
    public async Task Of_two_replacements_at_once_each_is_whole_or_refused()
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var target = await DatabaseAsync();
        await FaultServer.ExecuteAsync(target, "DELETE FROM bank.transfer");
        var options = new RestoreOptions { ReplaceDatabase = true, DisconnectOthers = true };

        var exceptions = await Task.WhenAll(
            Record.ExceptionAsync(() => Over(target).RestoreBackupAsync(id, options)),
            Record.ExceptionAsync(() => Over(target).RestoreBackupAsync(id, options)));

        exceptions.Should().Contain(e => e == null);
        exceptions.Should().OnlyContain(e => e == null || e is PgBackupException);
        await AlikeAsync(Source, target);
        await NothingIsLeftAsync("both are done", null, target);
    }
}
