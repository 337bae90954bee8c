using System.Text.Json;
using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class LargeRowsTests
{
    /// <summary>Values that fill any buffer, and more of them than one segment takes.</summary>
    private const string Values = """
        CREATE TABLE large (id int, t text, b bytea, jb jsonb, a text[], j json);
        INSERT INTO large (id, t) SELECT 1, repeat(E'say "größe"\\\\ \t\n,', 1500000);
        INSERT INTO large (id, b) SELECT 2, decode(repeat('00ff0a5c22', 6000000), 'hex');
        INSERT INTO large (id, jb) SELECT 3, jsonb_agg(jsonb_build_object('n', i, 's', repeat('x"\', 20))) FROM generate_series(1, 250000) i;
        INSERT INTO large (id, a) VALUES (4, ARRAY[repeat('a', 5000), repeat(E'"\\\\', 3000000), NULL, '']);
        INSERT INTO large (id, j) SELECT 5, ('{"k" : "' || repeat('\u00e9 é', 3000000) || '" }')::json;
        INSERT INTO large (id, t) VALUES (6, ''), (7, NULL);
        """;

    // Little on disk, so that one COPY reads it all, but more than two segments of text.
    private const string Segments = """
        CREATE TABLE large (id int, t text);
        INSERT INTO large SELECT i, repeat(md5(i::text) || E'\n', 30000) FROM generate_series(1, 80) i;
        """;

    // More on disk than one COPY reads.
    private const string Chunks = """
        CREATE TABLE large (id int, t text);
        INSERT INTO large SELECT i, repeat(md5(i::text), 30) FROM generate_series(1, 50000) i;
        """;

    [Theory]
    [EachFormat(Values, Segments, Chunks)]
    public async Task Table_of_several_segments_comes_back(string format, string sql)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync(sql);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString)
            .CreateBackupAsync(new BackupOptions { Format = format, Compression = BackupCompression.Zstd });
        await using var restored = await PostgresServers.CreateDatabaseAsync();
        await host.For(restored.ConnectionString).RestoreBackupAsync(backup.Id);

        var manifest = await host.WithoutServer().ReadManifestAsync(backup.Id);
        manifest.Entries.Single(e => e.Table is not null).Table!.Segments.Should().HaveCountGreaterThan(1);
        (await DatabaseComparison.CompareAsync(source.ConnectionString, restored.ConnectionString)).Should().BeEmpty();
        if (format == "json")
            await IsOneArrayAsync(host.OpenScript(backup), backup.Rows);
    }

    private static async Task IsOneArrayAsync(Stream artifact, long rows)
    {
        await using var content = artifact;
        using var document = await JsonDocument.ParseAsync(content);
        document.RootElement.GetProperty("data")[0].GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetInt32())
            .Should().HaveCount((int)rows).And.OnlyHaveUniqueItems();
    }
}
