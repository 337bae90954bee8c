using System.Text.Json;
using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class LargeRowsTests
{
    /// <summary>What fills any buffer, and more than one segment.</summary>
    private const string Tables = """
        CREATE TABLE big_values (id int, t text, b bytea, jb jsonb, a text[], j json);
        INSERT INTO big_values (id, t) SELECT 1, repeat(E'say "größe"\\\\ \t\n,', 1500000);
        INSERT INTO big_values (id, b) SELECT 2, decode(repeat('00ff0a5c22', 3000000), 'hex');
        INSERT INTO big_values (id, jb) SELECT 3, jsonb_agg(jsonb_build_object('s', repeat('x"\', 6000))) FROM generate_series(1, 1000) i;
        INSERT INTO big_values (id, a) VALUES (4, ARRAY[repeat('a', 5000), repeat(E'"\\\\', 1000000), NULL, '']);
        INSERT INTO big_values (id, j) SELECT 5, ('{"k" : "' || repeat('\u00e9 é', 1000000) || '" }')::json;
        INSERT INTO big_values (id, t) VALUES (6, ''), (7, NULL);

        -- Little on disk, so that one COPY reads it all, but more than one segment of text.
        CREATE TABLE compressed (id int, t text);
        INSERT INTO compressed SELECT i, repeat(md5(i::text) || E'\n', 30000) FROM generate_series(1, 36) i;

        -- More on disk than one COPY reads.
        CREATE TABLE ranges (id int, t text);
        INSERT INTO ranges SELECT i, repeat(md5(i::text), 30) FROM generate_series(1, 36000) i;
        """;

    // Quicker than to compare databases of this size in full.
    private const string Hashes = """
        SELECT concat_ws(' ', id, md5(t), md5(b), md5(jb::text), md5(a::text), md5(j::text)) FROM big_values
        UNION ALL SELECT concat_ws(' ', id, md5(t)) FROM compressed UNION ALL SELECT concat_ws(' ', id, md5(t)) FROM ranges
        """;

    [Fact]
    public async Task Large_values_and_tables_of_several_segments_come_back_from_every_format()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync(Tables);
        var hashes = await source.ColumnAsync<string>(Hashes);
        hashes.Should().HaveCount(36043);
        using var host = new BackupHost();
        foreach (var format in TestFormats.All)
        {
            var backup = await host.For(source.ConnectionString)
                .CreateBackupAsync(new BackupOptions { Format = format.Name, Compression = BackupCompression.Zstd });
            await using var restored = await PostgresServers.CreateDatabaseAsync();
            await host.For(restored.ConnectionString).RestoreBackupAsync(backup.Id);

            var tables = (await host.WithoutServer().ReadManifestAsync(backup.Id)).Entries.Select(e => e.Table).OfType<BackupTable>();
            tables.Should().HaveCount(3).And.OnlyContain(t => t.Segments.Count > 1);
            (await restored.ColumnAsync<string>(Hashes)).Order().SequenceEqual(hashes.Order()).Should().BeTrue(format.Name);
            if (format.Name == "json")
                await IsOneDocumentAsync(host.OpenScript(backup));
        }
    }

    // Segments and ranges leave no trace in a table's array.
    private static async Task IsOneDocumentAsync(Stream artifact)
    {
        await using var content = artifact;
        using var document = await JsonDocument.ParseAsync(content);
        foreach (var (name, rows) in new[] { ("big_values", 7), ("compressed", 36), ("ranges", 36000) })
        {
            document.RootElement.GetProperty("data").EnumerateArray().Single(t => t.GetProperty("name").ValueEquals(name))
                .GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetInt32())
                .Should().Equal(Enumerable.Range(1, rows), name);
        }
    }
}
