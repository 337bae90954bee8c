using FluentAssertions;
using PgBackup.Tests.Restore;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

/// <summary>What options choose of a database; how patterns are read is NamePattern's matter.</summary>
public sealed class BackupSelectionTests
{
    private const string Database = """
        CREATE SCHEMA shop; CREATE SCHEMA "Odd.one";
        CREATE TYPE shop.mood AS ENUM ('ok');
        CREATE TABLE shop.orders (id serial PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY);
        CREATE TABLE shop.orders_old (id int);
        CREATE TABLE shop."Orders" (id int);
        CREATE TABLE "Odd.one".orders (id int);
        CREATE VIEW shop.v AS SELECT 1 AS a;
        CREATE SEQUENCE shop.free;
        CREATE TABLE public.log (at int NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE shop.log_1 PARTITION OF log FOR VALUES FROM (0) TO (10);
        CREATE TABLE public.log_2 PARTITION OF log FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (at);
        CREATE TABLE public.log_2a PARTITION OF log_2 DEFAULT;
        INSERT INTO shop.orders SELECT FROM generate_series(1, 5);
        INSERT INTO shop.orders_old VALUES (1); INSERT INTO shop."Orders" VALUES (1); INSERT INTO "Odd.one".orders VALUES (1);
        INSERT INTO log SELECT generate_series(0, 19);
        """;

    [Fact]
    public async Task Options_choose_definitions_and_rows_as_pg_dump_does()
    {
        await using var world = await RestoreWorld.CreateAsync(Database);

        await HoldsAsync(new() { Tables = { "shop.orders" } }, "shop.orders:5");
        await HoldsAsync(new() { Tables = { "orders" } }, "Odd.one.orders:1", "shop.orders:5");
        await HoldsAsync(new() { Tables = { "SHOP.orders*" } }, "shop.orders:5", "shop.orders_old:1");
        await HoldsAsync(new() { Tables = { "shop.\"Orders\"", "v" } }, "shop.Orders:1", "shop.v");
        await HoldsAsync(new() { Tables = { "\"Odd.one\".*", "shop.?ree" } }, "Odd.one.orders:1", "shop.free");
        await HoldsAsync(new() { Tables = { "log" } }, "public.log", "public.log_2", "public.log_2a:10", "shop.log_1:10");
        await HoldsAsync(new() { Tables = { "log_2" } }, "public.log_2", "public.log_2a:10");
        await HoldsAsync(
            new() { Schemas = { "\"Odd.one\"", "publi?" } }, "Odd.one.orders:1", "public.log", "public.log_2", "public.log_2a:10");
        await HoldsAsync(new() { Schemas = { "shop" }, Tables = { "orders" } }, "shop.orders:5");
        await HoldsAsync(new() { Tables = { "*" }, ExcludeTables = { "log", "orders*" } }, "shop.Orders:1", "shop.free", "shop.v");
        await HoldsAsync(new() { ExcludeTables = { "shop.*", "\"Odd.one\".*", "log_2" } }, "public.log");
        await HoldsAsync(
            new() { Tables = { "log" }, ExcludeData = { "log_2" } }, "public.log", "public.log_2", "public.log_2a", "shop.log_1:10");
        await HoldsAsync(new() { Tables = { "log" }, SchemaOnly = true }, "public.log", "public.log_2", "public.log_2a", "shop.log_1");
        (await world.Backups.CreateBackupAsync(new BackupOptions { Tables = { "log" }, DataOnly = true })).Rows.Should().Be(20);

        async Task HoldsAsync(BackupOptions options, params string[] expected)
        {
            var backup = await world.Backups.CreateBackupAsync(options);
            var entries = (await world.Backups.ReadManifestAsync(backup.Id)).Entries;
            var rows = entries.Where(e => e.Table is not null).ToDictionary(e => (e.Schema, e.Name), e => $":{e.Table!.Rows}");
            entries.Where(
                e => e.Kind is "TABLE" or "VIEW" || (e.Kind == "SEQUENCE" && !e.Name.StartsWith("orders_", StringComparison.Ordinal)))
                .Select(e => $"{e.Schema}.{e.Name}{rows.GetValueOrDefault((e.Schema, e.Name))}").Order(StringComparer.Ordinal)
                .Should().Equal(expected);
        }
    }

    [Theory]
    [EachMajor]
    public async Task Chosen_table_brings_the_sequences_of_its_columns(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(Database, major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await target.ExecuteAsync("CREATE SCHEMA shop");

        var id = await world.BackUpAsync(new BackupOptions { Tables = { "shop.orders" } });
        var result = await world.RestoreAsync(id, new RestoreOptions(), target);

        result.Warnings.Should().BeEmpty();
        (await target.ScalarAsync<string>("INSERT INTO shop.orders DEFAULT VALUES RETURNING id || ',' || number")).Should().Be("6,6");
        const string Sequences =
            "SELECT pg_get_serial_sequence('shop.orders', 'id') || pg_get_serial_sequence('shop.orders', 'number')";
        (await target.ScalarAsync<string>(Sequences)).Should().Be("shop.orders_id_seqshop.orders_number_seq");
        // Rows alone come with the positions.
        var rows = await world.Backups.CreateBackupAsync(new BackupOptions { Tables = { "shop.orders" }, DataOnly = true });
        (await world.Backups.ReadManifestAsync(rows.Id)).Entries.Select(e => e.Kind).Should()
            .Equal("TABLE DATA", "SEQUENCE SET", "SEQUENCE SET");
    }
}
