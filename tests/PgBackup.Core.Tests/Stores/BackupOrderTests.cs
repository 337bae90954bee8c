using FluentAssertions;
using PgBackup.Stores;
using PgBackup.Tests.Archive;
using Xunit;

namespace PgBackup.Tests.Stores;

[Trait("Category", "Unit")]
public sealed class BackupOrderTests : IDisposable
{
    // Random digits follow the second: the last of these three was made first.
    private static readonly (string Id, int Milliseconds)[] Backups =
    [
        ("20260131-020000-10000000", 500), ("20260131-020000-20000000", 900), ("20260131-020000-30000000", 100),
        ("20260131-015959-f0000000", -1),
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Backups_of_one_second_are_listed_newest_first(int? limit)
    {
        var repository = Repository();

        var listed = await repository.ListAsync(new BackupFilter { Limit = limit }, CancellationToken.None);

        string[] newestFirst = [Backups[1].Id, Backups[0].Id, Backups[2].Id, Backups[3].Id];
        listed.Select(b => b.Id).Should().Equal(newestFirst.Take(limit ?? 4));
        (await repository.ReadInventoryAsync(CancellationToken.None)).Backups.Select(b => b.Backup.Id).Should().Equal(newestFirst);
    }

    private BackupRepository Repository()
    {
        foreach (var (id, milliseconds) in Backups)
        {
            var backup = SampleManifest.Value.Backup with
            {
                Id = id,
                Artifact = id + ".zip",
                CreatedAt = new DateTimeOffset(2026, 1, 31, 2, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds),
            };
            File.WriteAllBytes(
                Path.Combine(_directory.FullName, id + ".manifest.json"), ManifestBytes.Of(SampleManifest.Value with { Backup = backup }));
        }

        return new BackupRepository(new LocalFileStore(_directory.FullName), [".zip"], TimeProvider.System);
    }
}
