using System.Buffers;
using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class RandomRowsTests
{
    private const int Tables = 8;

    /// <summary>Whatever rows there are, each format gives them back. A seed of 0 stands for one that nobody has tried.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0)]
    public async Task Random_rows_come_back_from_every_format(int seed)
    {
        seed = seed == 0 ? Random.Shared.Next() : seed;
        await using var source = await PostgresServers.CreateDatabaseAsync();
        var rows = await FillAsync(source, seed);
        using var host = new BackupHost();
        foreach (var format in TestFormats.All)
        {
            var backup = await host.For(source.ConnectionString).CreateBackupAsync(
                new BackupOptions { Format = format.Name, Compression = BackupCompression.None });
            await using var restored = await PostgresServers.CreateDatabaseAsync();
            var restore = () => host.For(restored.ConnectionString).RestoreBackupAsync(backup.Id);

            (await restore.Should().NotThrowAsync("seed {0}, {1}", seed, format.Name)).Which.Rows.Should().Be(rows);
            (await DatabaseComparison.CompareAsync(source.ConnectionString, restored.ConnectionString))
                .Should().BeEmpty("seed {0}, {1}", seed, format.Name);
        }
    }

    private static async Task<long> FillAsync(TestDatabase database, int seed)
    {
        var random = new RandomTables(seed);
        var count = 0L;
        await database.ExecuteAsync(RandomTables.Types);
        for (var i = 0; i < Tables; i++)
        {
            var (table, definition, rows) = random.Next($"t {i}");
            await database.ExecuteStatementAsync(definition);
            var text = new ArrayBufferWriter<byte>();
            foreach (var row in rows)
                CopyText.WriteRow(row, table, text);
            using var content = new MemoryStream(text.WrittenSpan.ToArray());
            await database.CopyAsync($"COPY \"r t\".{RandomTables.Quoted(table.Name)} FROM STDIN", content);
            count += rows.Count;
        }

        return count;
    }
}
