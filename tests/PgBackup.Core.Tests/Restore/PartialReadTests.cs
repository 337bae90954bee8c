using FluentAssertions;
using PgBackup.CustomStore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class PartialReadTests
{
    private const string Tables = """
        CREATE TABLE wanted (id int PRIMARY KEY, t text);
        INSERT INTO wanted SELECT i, md5(i::text) FROM generate_series(1, 1000) i;
        CREATE TABLE large_before (t text);
        INSERT INTO large_before
            SELECT string_agg(md5((i * j)::text), '') FROM generate_series(1, 400) i, generate_series(1, 300) j GROUP BY i;
        CREATE TABLE z_large_behind (t text);
        INSERT INTO z_large_behind SELECT t FROM large_before;
        """;

    [Theory]
    [EachFormat(BackupCompression.Gzip, BackupCompression.None)]
    public async Task Restore_of_one_table_reads_its_ranges_and_no_others(string format, BackupCompression compression)
    {
        await using var world = await RestoreWorld.CreateAsync(Tables);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var store = new CountingStore(new MemoryStore());
        using var host = new BackupHost(store);
        var backup = await host.For(world.Source.ConnectionString)
            .CreateBackupAsync(new BackupOptions { Format = format, Compression = compression });
        var manifest = await host.For(target.ConnectionString).ReadManifestAsync(backup.Id);
        store.Ranges.Clear();

        var result = await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id, new RestoreOptions { Tables = { "wanted" } });

        result.Rows.Should().Be(1000);
        var others = manifest.Entries.Where(e => e.Table is not null && e.Name != "wanted").SelectMany(e => e.Table!.Segments)
            .Select(s => manifest.Segments[s]).ToList();
        others.Sum(s => s.Length).Should().BeGreaterThan(backup.Size / 2, "the others are most of the backup");
        foreach (var (offset, length) in store.Ranges)
            others.Should().NotContain(s => s.Offset < offset + length && offset < s.Offset + s.Length);
        // Once for the checksums before anything is touched, once to load.
        store.Ranges.Sum(r => r.Length).Should().BeLessThan(backup.Size / 10);
    }
}
