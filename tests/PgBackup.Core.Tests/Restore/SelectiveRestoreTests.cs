using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class SelectiveRestoreTests
{
    [Theory]
    [EachMajor]
    public async Task Dropped_table_comes_back_with_all_that_belonged_to_it(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("DROP TABLE shop.orders CASCADE; ALTER TABLE shop.customer DROP COLUMN favourite_id");
        await world.Source.ExecuteAsync("DROP VIEW shop.names CASCADE; DROP TABLE shop.customer");

        var result = await world.RestoreAsync(
            id, new RestoreOptions { Tables = { "customer", "shop.orders", "shop.names", "\"counted\"" } });

        result.Warnings.Should().BeEmpty();
        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task Chosen_table_comes_into_an_empty_database_with_what_it_needs()
    {
        await using var world = await RestoreWorld.CreateAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();

        var result = await world.RestoreAsync(id, new RestoreOptions { Tables = { "shop.customer" } }, target);

        result.Rows.Should().Be(20);
        result.Warnings.Should().ContainSingle().Which.Should().Contain("customer_favourite");
        (await target.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'shop'::regnamespace"))
            .Should().Equal("customer");
        (await target.ScalarAsync<string>("SELECT string_agg(name || mood || ticket, ',' ORDER BY id) FROM shop.customer"))
            .Should()
            .Be(await world.Source.ScalarAsync<string>("SELECT string_agg(name || mood || ticket, ',' ORDER BY id) FROM shop.customer"));
        await target.ExecuteAsync("ALTER TABLE shop.customer DISABLE TRIGGER ALL");
        // Sequences continue where those of the source would.
        (await target.ScalarAsync<int>("INSERT INTO shop.customer (name) VALUES ('next') RETURNING id")).Should().Be(21);
        (await target.ScalarAsync<long>("SELECT ticket FROM shop.customer WHERE name = 'next'")).Should().Be(120);
    }

    [Fact]
    public async Task Partitioned_table_brings_its_partitions()
    {
        await using var world = await RestoreWorld.CreateAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();

        await world.RestoreAsync(id, new RestoreOptions { Tables = { "shop.log" } }, target);

        (await target.ScalarAsync<long>("SELECT count(*) FROM shop.log")).Should().Be(30);
        (await target.ColumnAsync<string>("SELECT relid::text FROM pg_partition_tree('shop.log') ORDER BY level, relid::text"))
            .Should().Equal("shop.log", "shop.log_1", "shop.log_2", "shop.log_2a");
        (await target.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid::regclass::text LIKE 'shop.log%'"))
            .Should().Be(4);
    }

    [Fact]
    public async Task Single_partition_comes_alone_as_a_table()
    {
        await using var world = await RestoreWorld.CreateAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();

        var result = await world.RestoreAsync(id, new RestoreOptions { Tables = { "shop.log_1" } }, target);

        (await target.ScalarAsync<long>("SELECT count(*) FROM shop.log_1")).Should().Be(9);
        (await target.ScalarAsync<bool>("SELECT relispartition FROM pg_class WHERE oid = 'shop.log_1'::regclass")).Should().BeFalse();
        result.Warnings.Should().NotBeEmpty();
    }

    [Theory]
    [EachMajor]
    public async Task Dropped_partition_comes_back_into_its_table(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        await world.Source.ExecuteAsync("ALTER TABLE shop.log ADD PRIMARY KEY (at); CREATE UNIQUE INDEX log_own ON shop.log_1 (at, what)");
        var id = await world.BackUpAsync();
        var part = await world.Backups.CreateBackupAsync(new BackupOptions { Tables = { "log_2" } });
        part.Warnings.Should().Contain(w => w.Contains("PARTITION shop.log_2 OF shop.log"));
        await using var before = await world.CopyAsync();

        await world.Source.ExecuteAsync("DROP TABLE shop.log_1, shop.log_2");
        var first = await world.RestoreAsync(id, new RestoreOptions { Tables = { "shop.log_1" } });
        // Of a backup that holds this partition alone, with its own.
        var second = await world.RestoreAsync(part.Id, new RestoreOptions());

        first.Warnings.Should().BeEmpty();
        second.Warnings.Should().BeEmpty();
        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task View_over_a_table_that_is_neither_chosen_nor_there_is_refused()
    {
        await using var world = await RestoreWorld.CreateAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();

        var error = await world.FailAsync(id, new RestoreOptions { Tables = { "names" } }, PgBackupErrorCodes.DependencyNotFound, target);
        error.Message.Should().ContainAll("TABLE shop.customer", "VIEW shop.names");
        await world.RestoreAsync(id, new RestoreOptions { Tables = { "names", "customer" } }, target);
        (await target.ScalarAsync<long>("SELECT count(*) FROM shop.names")).Should().Be(20);
    }

    [Fact]
    public async Task Quoted_names_are_told_apart()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE "Orders" (id int); CREATE TABLE orders (id int); CREATE TABLE "a.b" (id int); CREATE TABLE "we""ird *" (id int);
            """);
        var id = await world.BackUpAsync();

        (await RestoredAsync("Orders")).Should().Equal("orders");
        (await RestoredAsync("\"Orders\"")).Should().Equal("Orders");
        (await RestoredAsync("public.\"a.b\"")).Should().Equal("a.b");
        (await RestoredAsync("\"we\"\"ird *\"")).Should().Equal("we\"ird *");
        (await RestoredAsync("?rders")).Should().Equal("Orders", "orders");
        (await RestoredAsync("*")).Should().HaveCount(4);

        async Task<IReadOnlyList<string>> RestoredAsync(string pattern)
        {
            await using var target = await PostgresServers.CreateDatabaseAsync();
            await world.RestoreAsync(id, new RestoreOptions { Tables = { pattern } }, target);
            return await target.ColumnAsync<string>(
                "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname COLLATE \"C\"");
        }
    }

    [Fact]
    public async Task Unknown_table_names_near_ones_and_nothing_changes()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();

        var exception = await world.FailAsync(
            id, new RestoreOptions { Tables = { "shop.customer", "shop.costumer" } }, PgBackupErrorCodes.RelationNotFound);

        exception.Message.Should().Contain("'shop.costumer'").And.Contain("'shop.customer'");
        exception.BackupId.Should().Be(id);
        exception.ObjectName.Should().Be("shop.costumer");
    }

    [Fact]
    public async Task Partial_restore_reads_only_its_ranges()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE small (id int); INSERT INTO small VALUES (1);
            CREATE TABLE large (t text); INSERT INTO large SELECT md5(i::text) FROM generate_series(1, 50000) i;
            """);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var backup = await world.Backups.CreateBackupAsync();

        // Everything between the two ends is made unreadable: large's rows come first.
        var manifest = await world.Backups.ReadManifestAsync(backup.Id);
        var large = manifest.Entries.Single(e => e.Table is { Name: "large" });
        var path = Path.Combine(world.Host.StorePath, backup.Artifact);
        await using (var file = new FileStream(path, FileMode.Open))
        {
            foreach (var segment in large.Table!.Segments.Select(s => manifest.Segments[s]))
            {
                file.Position = segment.Offset;
                file.Write(new byte[segment.Length]);
            }
        }

        await world.RestoreAsync(backup.Id, new RestoreOptions { Tables = { "small" } }, target);

        (await target.ScalarAsync<long>("SELECT count(*) FROM small")).Should().Be(1);
        var exception = await world.FailAsync(backup.Id, new RestoreOptions(), PgBackupErrorCodes.ArtifactCorrupt, target);
        exception.Message.Should().Contain("rows of public.large");
    }

    [Fact]
    public async Task Chosen_table_brings_the_extension_that_it_uses()
    {
        await using var world = await RestoreWorld.CreateAsync(
            "CREATE EXTENSION hstore; CREATE TABLE t (h hstore); CREATE EXTENSION cube; INSERT INTO t VALUES ('a=>1')");
        await using var target = await PostgresServers.CreateDatabaseAsync();

        await world.RestoreAsync(await world.BackUpAsync(), new RestoreOptions { Tables = { "t" } }, target);

        (await target.ScalarAsync<string>("SELECT h::text FROM t")).Should().Be("\"a\"=>\"1\"");
        (await target.ColumnAsync<string>("SELECT extname::text FROM pg_extension ORDER BY 1")).Should().Equal("hstore", "plpgsql");
    }
}
