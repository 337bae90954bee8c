using System.Reflection;
using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class ValueTests
{
    // Enums and what contains them hash by numbers that are others in each database.
    private const string HashPartitions = """
        CREATE TYPE color AS ENUM ('red', 'green', 'blue', 'grey');
        CREATE TABLE by_color (c color, n int) PARTITION BY HASH (c);
        CREATE SCHEMA parts;
        CREATE TABLE parts.by_color_0 PARTITION OF by_color FOR VALUES WITH (MODULUS 3, REMAINDER 0);
        CREATE TABLE by_color_1 PARTITION OF by_color FOR VALUES WITH (MODULUS 3, REMAINDER 1);
        CREATE TABLE by_color_2 PARTITION OF by_color FOR VALUES WITH (MODULUS 3, REMAINDER 2);
        INSERT INTO by_color SELECT (enum_range(NULL::color))[1 + g % 4], g FROM generate_series(1, 40) g;
        CREATE TABLE by_colors (c color[], t text) PARTITION BY HASH (c, t);
        CREATE TABLE by_colors_0 PARTITION OF by_colors FOR VALUES WITH (MODULUS 2, REMAINDER 0) PARTITION BY RANGE (t);
        CREATE TABLE by_colors_00 PARTITION OF by_colors_0 FOR VALUES FROM ('a') TO ('c');
        CREATE TABLE by_colors_01 PARTITION OF by_colors_0 DEFAULT;
        CREATE TABLE by_colors_1 PARTITION OF by_colors FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO by_colors SELECT ARRAY[c], chr(97 + n % 5) FROM by_color;
        """;

    private const string Rows = """
        SELECT c::text || n FROM by_color UNION ALL SELECT c::text || t FROM by_colors ORDER BY 1
        """;

    [Theory]
    [EachMajor]
    public async Task Rows_of_every_type_and_kind_of_table_are_the_same_in_every_format(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await Psql.RunAsync(source, await ScriptAsync());
        using var host = new BackupHost();
        foreach (var format in TestFormats.All)
        {
            var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Format = format.Name });

            await using var restored = await PostgresServers.CreateDatabaseAsync(major);
            await host.For(restored.ConnectionString).RestoreBackupAsync(backup.Id);

            (await DatabaseComparison.CompareAsync(source.ConnectionString, restored.ConnectionString)).Should().BeEmpty(format.Name);
        }
    }

    [Theory]
    [EachMajor]
    public async Task Rows_of_every_type_and_kind_of_table_are_the_same_when_psql_loads_them(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await Psql.RunAsync(source, await ScriptAsync());
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        await using var loaded = await PostgresServers.CreateDatabaseAsync(major);
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(loaded, script);

        (await DatabaseComparison.CompareAsync(source.ConnectionString, loaded.ConnectionString)).Should().BeEmpty();
    }

    [Theory]
    [EachMajor]
    public async Task Rows_find_their_hash_partition_anew(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await source.ExecuteAsync(HashPartitions);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        await using var restored = await PostgresServers.CreateDatabaseAsync(major);
        // Other numbers for the type.
        await restored.ExecuteAsync("CREATE TYPE other AS ENUM ('a', 'b', 'c')");
        await host.For(restored.ConnectionString).RestoreBackupAsync(backup.Id);
        await using var loaded = await PostgresServers.CreateDatabaseAsync(major);
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(loaded, script);

        var rows = await source.ColumnAsync<string>(Rows);
        rows.Should().HaveCount(80);
        (await restored.ColumnAsync<string>(Rows)).Should().Equal(rows);
        (await loaded.ColumnAsync<string>(Rows)).Should().Equal(rows);
        (await restored.ScalarAsync<long>("SELECT count(*) FROM by_color WHERE c = 'red'")).Should().Be(10);
        (await host.For(source.ConnectionString).VerifyBackupAsync(backup.Id, VerificationLevel.TestRestore)).Problems.Should().BeEmpty();
    }

    [Theory]
    [EachMajor]
    public async Task Rows_of_hash_partitions_replace_those_of_tables_that_stay(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(HashPartitions);
        await database.ExecuteAsync("""
            CREATE FUNCTION boom() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fired'; END $$;
            CREATE TRIGGER whole BEFORE INSERT ON by_color FOR EACH STATEMENT EXECUTE FUNCTION boom();
            CREATE TRIGGER rows AFTER INSERT ON by_color FOR EACH ROW EXECUTE FUNCTION boom();
            """);
        var rows = await database.ColumnAsync<string>(Rows);
        using var host = new BackupHost();
        var backup = await host.For(database.ConnectionString).CreateBackupAsync();
        await database.ExecuteAsync("UPDATE by_color SET n = -n WHERE c <> 'green'");

        await host.For(database.ConnectionString).RestoreBackupAsync(
            backup.Id, new RestoreOptions { DataOnly = true, ExistingRows = ExistingRowsAction.Replace });

        (await database.ColumnAsync<string>(Rows)).Should().Equal(rows);
    }

    private static async Task<string> ScriptAsync()
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("PgBackup.Tests.RoundTrip.Values.sql")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
