using FluentAssertions;
using PgBackup.Soak.Faults;
using PgBackup.Soak.Workload;
using Xunit;
using Xunit.Abstractions;

namespace PgBackup.Tests.Faults;

/// <summary>Connections that are cut: by the network, at random bytes, or by somebody who ends one session of several.</summary>
public sealed class CutConnectionTests(FaultServer fixture, ITestOutputHelper output) : FaultTest(fixture)
{
    // What a backup or a restore of the bank sends over all its connections, about.
    private const int Traffic = 6_000_000;

    [Fact]
    public async Task Backup_over_a_network_that_fails_is_not_listed()
    {
        var failed = 0;
        foreach (var seed in FaultSeeds.Take(8, output))
        {
            await using var proxy = new CutProxy(Source);
            proxy.CutAfter(Bytes(seed));
            failed += await FailsOrIsDoneAsync(() => Over(proxy.ConnectionString).CreateBackupAsync(new BackupOptions { Jobs = 3 }))
                ? 1
                : 0;

            await NothingIsLeftAsync($"seed {seed}");
        }

        failed.Should().BePositive("else nothing was cut");
        (await Backups.ListBackupsAsync()).Should().HaveCount(8 - failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restore_over_a_network_that_fails_leaves_the_database_as_it_was_or_whole(bool isEmpty)
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        var failed = 0;
        foreach (var seed in FaultSeeds.Take(4, output))
        {
            var target = await DatabaseAsync(isEmpty);
            if (!isEmpty)
                await FaultServer.ExecuteAsync(target, "DELETE FROM bank.transfer WHERE id % 2 = 0; DROP MATERIALIZED VIEW bank.transfers");
            var before = await CopyAsync(target);
            await using var proxy = new CutProxy(target);
            proxy.CutAfter(Bytes(seed));
            var fails = await FailsOrIsDoneAsync(
                () => Over(proxy.ConnectionString).RestoreBackupAsync(id, new RestoreOptions { DropExisting = true }));

            await NothingIsLeftAsync($"seed {seed}", null, target);
            // Where the answer to the commit is lost, a restore that failed may be whole.
            if (!fails || !await AreAlikeAsync(before, target))
                await AlikeAsync(Source, target, $"seed {seed}");
            failed += fails ? 1 : 0;
        }

        failed.Should().BePositive("else nothing was cut");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Database_is_made_whole_or_not_at_all_over_a_network_that_fails(bool replaces)
    {
        var id = (await Backups.CreateBackupAsync()).Id;
        foreach (var seed in FaultSeeds.Take(4, output))
        {
            var target = await DatabaseAsync();
            await FaultServer.ExecuteAsync(target, "DELETE FROM bank.transfer WHERE id % 2 = 0");
            var before = await CopyAsync(target);
            await using var proxy = new CutProxy(target);
            proxy.CutAfter(Bytes(seed));
            var name = $"cut_{seed}";
            DropLater(name);
            var options = replaces ? new RestoreOptions { ReplaceDatabase = true } : new RestoreOptions { CreateDatabase = name };
            var fails = await FailsOrIsDoneAsync(() => Over(proxy.ConnectionString).RestoreBackupAsync(id, options));

            await NothingIsLeftAsync($"seed {seed}", null, target);
            if (!replaces)
                await AlikeAsync(before, target, $"seed {seed}");
            else if (!fails || !await AreAlikeAsync(before, target))
                await AlikeAsync(Source, target, $"seed {seed}");
            if (!replaces && await FaultServer.ScalarAsync<long>(Source, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'") > 0)
                await AlikeAsync(Source, Fixture.In(name), $"seed {seed}");
            else if (!replaces)
                fails.Should().BeTrue($"seed {seed}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Backup_of_which_one_session_is_ended_is_not_listed(int session)
    {
        await FaultServer.ExecuteAsync(Source, string.Join(';', Enumerable.Range(0, 3).Select(i =>
            $"CREATE TABLE bank.wide_{i} (t text); ALTER TABLE bank.wide_{i} ALTER t SET STORAGE EXTERNAL; "
            + $"INSERT INTO bank.wide_{i} SELECT repeat(md5(i::text), 1000) FROM generate_series(1, 1500) i")));
        // Slow enough that all sessions are at work when one of them is ended.
        Store.Delay = TimeSpan.FromMilliseconds(5);
        var backup = Backups.CreateBackupAsync(new BackupOptions { Jobs = 3, Compression = BackupCompression.None });
        await EndAsync(session, backup);
        Store.Delay = TimeSpan.Zero;
        var exception = await FailsAsync(() => backup, PgBackupErrorCodes.ServerFailed);

        exception.Message.Should().Contain("try again");
        (await Backups.ListBackupsAsync()).Should().BeEmpty();
        await NothingIsLeftAsync("a session was ended");
        (await FaultServer.ScalarAsync<long>(Source, Bank.Sum)).Should().Be(Bank.Total);
    }

    // Each of the three is at work again and again: the nth is waited for.
    private async Task EndAsync(int session, Task<BackupInfo> backup)
    {
        var query = $"""
            WITH copying AS (
                SELECT pid, state, query, row_number() OVER (ORDER BY backend_start) AS number, count(*) OVER () AS count
                FROM pg_stat_activity WHERE application_name = 'PgBackup' AND query LIKE 'COPY%')
            SELECT pg_terminate_backend(pid) FROM copying
            WHERE count = 3 AND number = {session + 1} AND state = 'active' AND query LIKE '%wide%'
            """;
        await using var connection = await FaultServer.OpenAsync(Source);
        while (!backup.IsCompleted)
        {
            await using var command = new Npgsql.NpgsqlCommand(query, connection);
            if (await command.ExecuteScalarAsync() is true)
                return;
            await Task.Delay(1);
        }

        throw new InvalidOperationException($"The backup is over ({backup.Status}), and that session was never met.", backup.Exception);
    }

    private static async Task<bool> FailsOrIsDoneAsync(Func<Task> action)
    {
        try
        {
            await action().WaitAsync(TimeSpan.FromMinutes(1));
            return false;
        }
        catch (PgBackupException exception)
        {
            exception.Code.Should().BeOneOf(PgBackupErrorCodes.ServerFailed, PgBackupErrorCodes.ConnectionFailed);
            return true;
        }
    }

    private static int Bytes(int seed) => (int)(Traffic * Math.Pow(new Random(seed).NextDouble(), 2)) + 1000;
}
