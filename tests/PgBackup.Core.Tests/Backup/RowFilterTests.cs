using FluentAssertions;
using PgBackup.Tests.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

public sealed class RowFilterTests
{
    private const string Orders = """
        CREATE SCHEMA shop;
        CREATE FUNCTION shop.is_new(int) RETURNS bool LANGUAGE sql AS 'SELECT $1 > 5';
        CREATE TABLE shop.customer (id int PRIMARY KEY, name text);
        CREATE TABLE shop.orders (
            id int PRIMARY KEY, customer int REFERENCES shop.customer, total int GENERATED ALWAYS AS (id * 10) STORED);
        CREATE TABLE shop."Odd = name" (a int);
        CREATE VIEW shop.v AS SELECT id FROM shop.orders;
        INSERT INTO shop.customer SELECT i, 'c' || i FROM generate_series(1, 10) i;
        INSERT INTO shop.orders SELECT i, i FROM generate_series(1, 10) i;
        INSERT INTO shop."Odd = name" VALUES (1), (2);
        CREATE TABLE shop.log (at int NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE shop.log_1 PARTITION OF shop.log FOR VALUES FROM (0) TO (10);
        CREATE TABLE shop.log_2 PARTITION OF shop.log FOR VALUES FROM (10) TO (20);
        INSERT INTO shop.log SELECT generate_series(0, 19);
        """;

    private static readonly (string Condition, string Reason)[] Refused =
    [
        ("nothing = 1", "nothing"),
        ("id", "boolean"),
        ("id = 'x'", "integer"),
        ("count(*) > 1", "aggregate"),
        ("generate_series(1, 2) > 1", "set-returning"),
        ("id = $1", "parameters"),
        ("is_new(id)", "does not exist"),
        ("true) OR (true", "syntax"),
        ("true) UNION SELECT FROM shop.customer WHERE (true", "syntax"),
        ("true)) TO STDOUT; DROP TABLE shop.orders; --", "syntax"),
        ("true; DROP TABLE shop.orders", "syntax"),
        ("true] = ARRAY[true", "syntax"),
        ("true /* open", "comment"),
        ("-- nothing", "empty"),
        ("'open", "quoted"),
        ("SELECT true", "syntax"),
        ("true, true", "boolean"),
        ("id > 1 ORDER BY id", "syntax"),
        ("id > 1 FOR UPDATE", "syntax"),
    ];

    [Theory]
    [EachFormat]
    public async Task Chosen_rows_are_backed_up_and_restored(string format)
    {
        await using var world = await RestoreWorld.CreateAsync(Orders);
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var backup = await world.Backups.CreateBackupAsync(new BackupOptions
        {
            Format = format,
            Where =
            {
                ["shop.orders"] = "customer IN (SELECT id FROM shop.customer WHERE shop.is_new(id)) -- the new ones",
                ["o*"] = "id < 9 OR total = 100",
                ["log"] = "at % 2 = 0",
                ["log_2"] = "at > 15 /* of the evening */",
                ["\"Odd = name\""] = "a = 2",
            },
        });

        backup.Warnings.Should().BeEmpty();
        backup.Selection.Should().Contain("rows of log where at % 2 = 0").And.HaveCount(5);
        backup.Rows.Should().Be(10 + 4 + 5 + 2 + 1);
        var filters = (await world.Backups.ReadManifestAsync(backup.Id)).Entries.Select(e => e.Table).OfType<BackupTable>()
            .ToDictionary(t => t.Name, t => t.Filter);
        filters["customer"].Should().BeNull();
        filters["log_1"].Should().Be("at % 2 = 0");
        filters["log_2"].Should().Contain("at % 2 = 0").And.Contain(" AND ").And.Contain("at > 15");

        await world.RestoreAsync(backup.Id, new RestoreOptions(), target);
        (await target.ColumnAsync<int>("SELECT id FROM shop.orders ORDER BY id")).Should().Equal(6, 7, 8, 10);
        (await target.ColumnAsync<int>("SELECT at FROM shop.log ORDER BY at")).Should().Equal(0, 2, 4, 6, 8, 16, 18);
        (await target.ColumnAsync<int>("SELECT a FROM shop.\"Odd = name\"")).Should().Equal(2);
    }

    [Fact]
    public async Task Condition_that_is_none_is_refused_before_anything_is_written()
    {
        await using var world = await RestoreWorld.CreateAsync(Orders);

        foreach (var (condition, reason) in Refused)
        {
            var act = () => world.Backups.CreateBackupAsync(new BackupOptions { Where = { ["orders"] = condition } });

            var exception = (await act.Should().ThrowAsync<PgBackupException>(condition)).Which;
            exception.Code.Should().Be(PgBackupErrorCodes.FilterInvalid, exception.ToString());
            exception.ObjectName.Should().Be("shop.orders");
            exception.Message.Should().Contain("shop.orders").And.Contain(reason).And.Contain(condition);
        }

        Directory.Exists(world.Host.StorePath).Should().BeFalse("not a byte is written");
        (await world.Source.ScalarAsync<long>("SELECT count(*) FROM shop.orders")).Should().Be(10);
    }

    [Theory]
    [InlineData("", "true")]
    [InlineData("a.b.c", "true")]
    [InlineData("\"open", "true")]
    [InlineData("orders", "")]
    [InlineData("orders", " \n")]
    [InlineData("orders", "id = 1\0")]
    public async Task Malformed_filter_is_a_mistake_in_the_call(string pattern, string condition)
    {
        using var host = new BackupHost();
        var backups = host.For("Host=127.0.0.1;Port=1");

        var act = () => backups.CreateBackupAsync(new BackupOptions { Where = { [pattern] = condition } });

        await act.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Filter_of_rows_that_are_not_backed_up_is_refused()
    {
        await using var world = await RestoreWorld.CreateAsync(Orders);

        (await FailAsync(new BackupOptions { Where = { ["shop.order"] = "true" } })).Should().Contain("'shop.order'")
            .And.Contain("'shop.orders'");
        await FailAsync(new BackupOptions { Where = { ["v"] = "true" } });
        await FailAsync(new BackupOptions { Where = { ["orders"] = "true" }, ExcludeData = { "orders" } });
        await FailAsync(new BackupOptions { Where = { ["orders"] = "true" }, ExcludeTables = { "orders" } });
        await FailAsync(new BackupOptions { Where = { ["orders"] = "true" }, Tables = { "customer" } });
        var withoutRows = () => world.Backups.CreateBackupAsync(new BackupOptions { Where = { ["orders"] = "true" }, SchemaOnly = true });
        (await withoutRows.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("Where");

        async Task<string> FailAsync(BackupOptions options)
        {
            var act = () => world.Backups.CreateBackupAsync(options);
            var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
            exception.Code.Should().Be(PgBackupErrorCodes.RelationNotFound);
            return exception.Message;
        }
    }

    [Fact]
    public async Task Keys_to_filtered_tables_are_named_and_SkipConstraints_restores_them()
    {
        await using var world = await RestoreWorld.CreateAsync(Orders);
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Where = { ["customer"] = "id <> 3" } });

        backup.Warnings.Should().ContainSingle().Which.Should().ContainAll("orders_customer_fkey", "shop.customer", "SkipConstraints");
        await world.FailAsync(backup.Id, new RestoreOptions(), PgBackupErrorCodes.RestoreFailed, target);
        var result = await world.RestoreAsync(backup.Id, new RestoreOptions { SkipConstraints = true }, target);
        result.UnvalidatedConstraints.Should().ContainSingle();
        (await target.ScalarAsync<long>("SELECT count(*) FROM shop.customer")).Should().Be(9);
    }

    [Fact]
    public async Task Every_range_of_a_large_table_is_filtered()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE large (id int, t text) WITH (fillfactor = 10);
            INSERT INTO large SELECT i, repeat('x', 700) FROM generate_series(1, 9000) i;
            """);
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var backup = await world.Backups.CreateBackupAsync(
            new BackupOptions { DataOnly = true, Where = { ["large"] = "id % 3 = 0 OR id = 1 -- end" } });

        backup.Rows.Should().Be(3001);
        await target.ExecuteAsync("CREATE TABLE large (id int, t text)");
        await world.RestoreAsync(backup.Id, new RestoreOptions { DataOnly = true }, target);
        (await target.ScalarAsync<long>("SELECT count(DISTINCT id) FROM large WHERE id % 3 = 0 OR id = 1")).Should().Be(3001);
    }

    [Fact]
    public async Task Filter_narrows_what_an_extension_calls_its_users_rows()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE EXTENSION citext;
            CREATE TABLE settings (id int, is_built_in bool);
            INSERT INTO settings SELECT i, i < 4 FROM generate_series(1, 9) i;
            ALTER EXTENSION citext ADD TABLE settings;
            UPDATE pg_extension SET extconfig = ARRAY['settings']::regclass[]::oid[],
                extcondition = ARRAY['WHERE NOT is_built_in OR id = 2 -- mine']
                WHERE extname = 'citext';
            """);

        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Where = { ["settings"] = "id < 6" } });

        backup.Rows.Should().Be(3); // 2, 4, 5
    }

    [Fact]
    public async Task Condition_that_fails_for_a_row_is_named_without_the_value()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t AS SELECT 'secret word' AS t");

        var act = () => world.Backups.CreateBackupAsync(new BackupOptions { Where = { ["t"] = "t::int > 0" } });

        var error = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        error.Code.Should().Be(PgBackupErrorCodes.FilterInvalid);
        error.Message.Should().Contain("public.t").And.Contain("t::int > 0").And.Contain("22P02");
        error.ToString().Should().NotContain("secret");
        (await world.Backups.ListBackupsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Condition_is_not_evaluated_when_it_is_checked_and_never_waits_for_a_lock_without_end()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE a AS SELECT 1 AS id; CREATE TABLE b AS SELECT 1 AS id; CREATE TABLE u AS SELECT 1 AS id;
            """);
        Task? migration = null;
        var progress = new Immediate<BackupProgress>(p =>
        {
            if (p.Phase != BackupPhase.CopyingData || migration is not null)
                return;
            migration = world.Source.ExecuteAsync("ALTER TABLE u ADD COLUMN more int");
            const string isWaiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'u'::regclass)";
            while (!world.Source.ScalarAsync<bool>(isWaiting).Result)
                Thread.Sleep(20);
        });
        var options = new BackupOptions
        {
            Jobs = 2,
            LockTimeout = TimeSpan.FromSeconds(1),
            Where =
            {
                // The first worker, which has the lock on u, is busy while the second reads b.
                ["a"] = "pg_sleep(4) IS NOT NULL AND EXISTS (SELECT FROM public.u)",
                ["b"] = "EXISTS (SELECT FROM public.u)",
            },
        };

        var act = () => world.Backups.CreateBackupAsync(options, progress).WaitAsync(TimeSpan.FromMinutes(1));

        (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.LockTimeout);
        await migration!;
    }
}
