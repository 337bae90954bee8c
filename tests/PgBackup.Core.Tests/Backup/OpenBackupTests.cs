using FluentAssertions;
using PgBackup.CustomStore;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

public sealed class OpenBackupTests
{
    [Fact]
    public async Task An_artifact_is_opened_whole_or_in_part_and_no_more_of_it_is_read()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var store = new CountingStore(new MemoryStore());
        using var host = new BackupHost(store);
        var backups = host.For(database.ConnectionString);
        var id = (await backups.CreateBackupAsync(new BackupOptions { Compression = BackupCompression.None })).Id;

        var whole = await ReadAsync(await backups.OpenBackupAsync(id));
        store.Ranges.Clear();
        var part = await ReadAsync(await backups.OpenBackupAsync(id, 100, 20));

        part.Should().Equal(whole[100..120]);
        store.Ranges.Should().Equal((100, 20));
        (await ReadAsync(await backups.OpenBackupAsync(id, whole.Length - 5, null))).Should().Equal(whole[^5..]);
        (await ReadAsync(await backups.OpenBackupAsync(id, whole.Length - 5, 50))).Should().Equal(whole[^5..], "it ends with the artifact");
        await backups.Invoking(b => b.OpenBackupAsync(id, -1, null)).Should().ThrowAsync<ArgumentException>();
        await backups.Invoking(b => b.OpenBackupAsync(id, 0, -1)).Should().ThrowAsync<ArgumentException>();
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            return bytes.ToArray();
        }
    }
}
