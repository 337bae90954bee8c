using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PgBackup.Stores;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Retention;

/// <summary>Verification and retention with real backups of a server.</summary>
public sealed class VerificationMarkTests : IDisposable
{
    private readonly BackupHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [EachMajor]
    public async Task Outcomes_of_verifications_stay_beside_the_backup(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE a (id int PRIMARY KEY); INSERT INTO a SELECT generate_series(1, 1000)");
        var library = _host.For(database.ConnectionString);
        var id = (await library.CreateBackupAsync()).Id;
        (await StateAsync()).Should().Be(BackupState.Complete);
        (await library.FindBackupAsync(id))!.LastVerifiedAt.Should().BeNull();

        await library.VerifyBackupAsync(id);
        (await StateAsync()).Should().Be(BackupState.Verified);
        (await library.FindBackupAsync(id))!.LastVerifiedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        await library.VerifyBackupAsync(id, VerificationLevel.TestRestore);
        (await StateAsync()).Should().Be(BackupState.TestRestored);

        var path = Path.Combine(_host.StorePath, (await library.FindBackupAsync(id))!.Artifact);
        var good = await File.ReadAllBytesAsync(path);
        var bad = good.ToArray();
        bad[bad.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bad);
        (await library.VerifyBackupAsync(id)).IsGood.Should().BeFalse();
        (await StateAsync()).Should().Be(BackupState.Suspect);
        await File.WriteAllBytesAsync(path, good);
        (await library.VerifyBackupAsync(id)).IsGood.Should().BeTrue();
        (await StateAsync()).Should().Be(BackupState.TestRestored);

        // The marks need no database, and none is in the manifest.
        (await _host.WithoutServer().ListBackupsAsync()).Single().State.Should().Be(BackupState.TestRestored);
        (await File.ReadAllTextAsync(Path.Combine(_host.StorePath, id + ".manifest.json"))).Should().NotContain("\"state\"").And.NotContain(
            "pinned");
        await library.DeleteBackupAsync(id);
        Directory.EnumerateFiles(_host.StorePath).Select(Path.GetFileName).Should().Equal(".gitignore");

        async Task<BackupState> StateAsync() => (await library.ListBackupsAsync()).Single().State;
    }

    [Theory]
    [EachMajor]
    public async Task Retention_goes_by_the_servers_name_of_the_database_and_is_in_the_history(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        var library = _host.For(database.ConnectionString, o => o.History = HistoryMode.Enabled);
        var (first, second) = (await library.CreateBackupAsync(), await library.CreateBackupAsync());
        var result = await library.ApplyRetentionAsync(new RetentionPolicy { KeepLast = 1 });

        result.Plan.Database.Should().Be(database.Name);
        result.Deleted.Should().Equal(first.Id);
        (await library.ListBackupsAsync()).Select(b => b.Id).Should().Equal(second.Id);
        (await database.ColumnAsync<string>("""
            SELECT concat_ws(' ', operation, backup_id, outcome, options[1], size_bytes)
            FROM pgbackup.backup_history WHERE operation NOT IN ('backup') ORDER BY started_at
            """)).Should().Equal($"retention succeeded KeepLast 1 {first.Size}", $"delete {first.Id} succeeded retention");
    }

    [Fact]
    public async Task Format_that_is_not_registered_says_nothing_of_the_backup()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var id = (await _host.For(database.ConnectionString).CreateBackupAsync()).Id;
        await using var strange = new DatabaseBackup(
            Options.Create(new PgBackupOptions { History = HistoryMode.Disabled }), [], new LocalFileStore(_host.StorePath),
            TimeProvider.System,
            NullLogger<DatabaseBackup>.Instance);

        (await strange.VerifyBackupAsync(id, VerificationLevel.Structure, default)).IsGood.Should().BeFalse();

        (await strange.FindBackupAsync(id, default))!.State.Should().Be(BackupState.Complete);
    }
}
