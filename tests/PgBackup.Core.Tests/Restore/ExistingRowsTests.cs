using FluentAssertions;
using Npgsql;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class ExistingRowsTests
{
    private const string States = "SELECT tgname::text || tgenabled::text FROM pg_trigger WHERE tgrelid = 'shop.customer'::regclass AND "
        + "NOT tgisinternal ORDER BY tgname";

    [Fact]
    public async Task Tables_with_rows_are_an_error_by_default_and_nothing_changes()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();

        var exception = await world.FailAsync(id, new RestoreOptions(), PgBackupErrorCodes.TargetNotEmpty);

        exception.Message.Should().Contain("shop.customer").And.Contain("DropExisting").And.Contain("Nothing was changed");
    }

    [Fact]
    public async Task Rows_that_come_while_the_lock_of_an_empty_table_is_waited_for_are_an_error()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("TRUNCATE t");
        await using var other = await world.Source.OpenAsync();
        var transaction = await other.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("INSERT INTO t VALUES (2)", other))
            await insert.ExecuteNonQueryAsync();

        var restoring = world.RestoreAsync(id, new RestoreOptions());
        const string Waiting = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 't'::regclass)";
        while (!restoring.IsCompleted && !await world.Source.ScalarAsync<bool>(Waiting))
            await Task.Delay(20);
        await transaction.CommitAsync();

        var restore = () => restoring;
        var exception = (await restore.Should().ThrowAsync<PgBackupException>()).Which;
        (exception.Code, exception.ObjectName).Should().Be((PgBackupErrorCodes.TargetNotEmpty, "public.t"));
        exception.Message.Should().Contain("in the meantime");
        (await world.Source.ColumnAsync<int>("SELECT id FROM t")).Should().Equal(2);
    }

    [Fact]
    public async Task Large_objects_that_may_meet_others_are_an_error_by_default_and_replaced_on_demand()
    {
        const string Contents = "SELECT format('%s %s', loid, convert_from(data, 'UTF8')) FROM pg_largeobject ORDER BY loid";
        await using var world = await RestoreWorld.CreateAsync("SELECT lo_from_bytea(77, 'of the backup')");
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("SELECT lo_put(77, 0, 'changed since.'), lo_from_bytea(78, 'new')");

        var exception = await world.FailAsync(id, new RestoreOptions(), PgBackupErrorCodes.TargetNotEmpty);
        exception.ObjectName.Should().Be("large objects");
        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace });

        (await world.Source.ColumnAsync<string>(Contents)).Should().Equal("77 of the backup", "78 new");
    }

    [Fact]
    public async Task Rows_of_a_table_that_the_target_lacks_are_an_error_unless_its_definition_comes_too()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DROP TABLE t");

        var exception = await world.FailAsync(id, new RestoreOptions { DataOnly = true }, PgBackupErrorCodes.RelationNotFound);

        exception.ObjectName.Should().Be("public.t");
        exception.Message.Should().Contain("definition is not restored");
    }

    [Theory]
    [EachMajor]
    public async Task Replaced_rows_are_those_of_the_backup_and_all_else_stays(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("""
            ALTER TABLE shop.customer DISABLE TRIGGER a_usual; ALTER TABLE shop.customer DISABLE TRIGGER c_always;
            UPDATE shop.customer SET name = 'other', parent_id = NULL, favourite_id = NULL;
            DELETE FROM shop.orders WHERE id < 10;
            INSERT INTO shop.customer (name) VALUES ('late');
            DELETE FROM shop.log WHERE at > 5;
            ALTER TABLE shop.customer ENABLE TRIGGER a_usual; ALTER TABLE shop.customer ENABLE ALWAYS TRIGGER c_always
            """);

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace });

        await world.SameAsAsync(before);
        (await world.Source.ColumnAsync<string>("SELECT by FROM public.fired")).Should().BeEmpty();
        (await world.Source.ColumnAsync<string>(States)).Should().Equal("a_usualO", "b_disabledD", "c_alwaysA", "d_replicaR");
        (await world.Source.ScalarAsync<bool>("SELECT bool_and(convalidated) FROM pg_constraint")).Should().BeTrue();
    }

    [Theory]
    [InlineData("CASCADE")]
    [InlineData("SET NULL")]
    public async Task Replaced_rows_take_nothing_from_tables_that_refer_to_them(string action)
    {
        const string Rows = "SELECT format('%s %s %s', id, parent_id, parted_id) FROM child ORDER BY id";
        const string Keys = "SELECT format('%s %s %s', conname, confdeltype, convalidated) FROM pg_constraint "
            + "WHERE conrelid = 'child'::regclass AND contype = 'f' AND conparentid = 0 ORDER BY conname";
        await using var world = await RestoreWorld.CreateAsync($"""
            CREATE TABLE parent (id int PRIMARY KEY, name text); INSERT INTO parent VALUES (1, 'a'), (2, 'b');
            CREATE TABLE parted (id int PRIMARY KEY, name text) PARTITION BY LIST (id);
            CREATE TABLE part PARTITION OF parted DEFAULT; INSERT INTO parted VALUES (1, 'a'), (2, 'b');
            CREATE TABLE child (
                id int PRIMARY KEY,
                parent_id int CONSTRAINT to_parent REFERENCES parent ON DELETE {action},
                parted_id int CONSTRAINT to_parted REFERENCES parted ON DELETE {action});
            INSERT INTO child VALUES (10, 1, 1), (20, 2, 2);
            """);
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("INSERT INTO child VALUES (30, 2, 1)");
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync(
            "UPDATE parent SET name = 'other'; UPDATE parted SET name = 'other'; INSERT INTO parent VALUES (3)");

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace, Tables = { "parent", "part" } });

        (await world.Source.ColumnAsync<string>(Rows)).Should().Equal("10 1 1", "20 2 2", "30 2 1");
        var code = action == "CASCADE" ? 'c' : 'n';
        (await world.Source.ColumnAsync<string>(Keys)).Should().Equal($"to_parent {code} t", $"to_parted {code} t");
        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task Foreign_keys_that_partitions_had_before_come_back_under_their_names()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE referenced (a int PRIMARY KEY); INSERT INTO referenced VALUES (1), (2);
            CREATE TABLE parted (a int) PARTITION BY LIST (a);
            CREATE TABLE parted_1 (a int CONSTRAINT own_name REFERENCES referenced);
            CREATE TABLE parted_2 (a int CONSTRAINT middle REFERENCES referenced) PARTITION BY LIST (a);
            CREATE TABLE parted_2a (a int CONSTRAINT lowest REFERENCES referenced);
            ALTER TABLE parted_2 ATTACH PARTITION parted_2a DEFAULT;
            ALTER TABLE parted ATTACH PARTITION parted_1 FOR VALUES IN (1);
            ALTER TABLE parted ATTACH PARTITION parted_2 DEFAULT;
            ALTER TABLE parted ADD CONSTRAINT whole FOREIGN KEY (a) REFERENCES referenced;
            INSERT INTO parted VALUES (1), (2);
            """);
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("DELETE FROM parted");

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace });
        await world.SameAsAsync(before);

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace, Tables = { "parted_2a" } });
        await world.SameAsAsync(before);
    }

    [Theory]
    [EachMajor]
    public async Task Published_tables_that_refuse_DELETE_are_replaced_too(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(
            """
            CREATE TABLE keyless (a int); INSERT INTO keyless VALUES (1);
            CREATE TABLE unidentified (a int PRIMARY KEY); ALTER TABLE unidentified REPLICA IDENTITY NOTHING;
            INSERT INTO unidentified VALUES (1);
            CREATE TABLE parted (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parted DEFAULT; INSERT INTO parted VALUES (1);
            CREATE TABLE filtered (a int PRIMARY KEY, b int); INSERT INTO filtered VALUES (1, 2);
            CREATE PUBLICATION one FOR TABLE keyless, unidentified, parted;
            """ + (major >= 15 ? "CREATE PUBLICATION other FOR TABLE filtered WHERE (b > 1)" : "CREATE PUBLICATION other FOR ALL TABLES"),
            major: major);
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync(
            "INSERT INTO keyless VALUES (7); INSERT INTO unidentified VALUES (7); INSERT INTO parted VALUES (7)");

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace });

        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task Rules_do_not_change_what_replacing_does()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE kept (id int PRIMARY KEY, t text); INSERT INTO kept VALUES (1, 'a');
            CREATE RULE no_delete AS ON DELETE TO kept DO INSTEAD NOTHING;
            """);
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("UPDATE kept SET id = 2");

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace });

        await world.SameAsAsync(before);
    }

    [Theory]
    [EachMajor]
    public async Task Merged_rows_win_by_primary_key_and_others_stay(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        var id = await world.BackUpAsync(new BackupOptions { Tables = { "shop.customer", "shop.orders" } });
        await world.Source.ExecuteAsync("""
            ALTER TABLE shop.customer DISABLE TRIGGER a_usual; ALTER TABLE shop.customer DISABLE TRIGGER c_always;
            UPDATE shop.customer SET name = 'other' WHERE id < 5;
            UPDATE shop.orders SET note = NULL WHERE id > 18;
            DELETE FROM shop.orders WHERE id = 7 AND false;
            INSERT INTO shop.customer (id, name) VALUES (500, 'late');
            SELECT setval('shop.customer_id_seq', 600);
            ALTER TABLE shop.customer ENABLE TRIGGER a_usual; ALTER TABLE shop.customer ENABLE ALWAYS TRIGGER c_always
            """);

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Merge });

        (await world.Source.ScalarAsync<string>("SELECT string_agg(upper_name, ',' ORDER BY id) FROM shop.customer WHERE id < 4 OR id > "
            + "20"))
            .Should().Be("NAME 1,NAME 2,NAME 3,LATE");
        (await world.Source.ScalarAsync<long>("SELECT count(*) FROM shop.orders WHERE note = 'note ' || id")).Should().Be(20);
        (await world.Source.ColumnAsync<string>("SELECT by FROM public.fired")).Should().BeEmpty();
        (await world.Source.ColumnAsync<string>(States)).Should().Equal("a_usualO", "b_disabledD", "c_alwaysA", "d_replicaR");
        (await world.Source.ScalarAsync<long>("SELECT nextval('shop.customer_id_seq')")).Should().Be(601);
    }

    [Fact]
    public async Task Merge_without_a_primary_key_is_an_error()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();

        (await world.FailAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Merge }, PgBackupErrorCodes.IncompatibleColumns))
            .Message.Should().Contain("no primary key");
    }

    [Fact]
    public async Task Appended_rows_join_those_there_and_conflicts_undo_all()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.FailAsync(
            id, new RestoreOptions { ExistingRows = ExistingRowsAction.Append, Tables = { "shop.*" } }, PgBackupErrorCodes.RestoreFailed);

        await world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Append, Tables = { "shop.log" } });

        (await world.Source.ScalarAsync<long>("SELECT count(*) FROM shop.log")).Should().Be(60);
    }

    [Fact]
    public async Task Foreign_keys_on_rows_that_are_missing_undo_all_unless_they_are_skipped()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("ALTER TABLE shop.customer DISABLE TRIGGER ALL; ALTER TABLE shop.orders DISABLE TRIGGER ALL; "
            + "DELETE FROM shop.customer; DELETE FROM shop.orders");
        await world.Source.ExecuteAsync("ALTER TABLE shop.customer ENABLE TRIGGER ALL; ALTER TABLE shop.orders ENABLE TRIGGER ALL");
        var options = new RestoreOptions { Tables = { "shop.orders" } };

        (await world.FailAsync(id, options, PgBackupErrorCodes.RestoreFailed)).Message.Should().Contain("orders_customer")
            .And.Contain("SkipConstraints");

        options.SkipConstraints = true;
        var result = await world.RestoreAsync(id, options);
        result.UnvalidatedConstraints.Should().Contain(new ConstraintName("shop", "orders", "orders_customer"));
        (await world.Source.ScalarAsync<string>("SELECT obj_description(oid) FROM pg_constraint WHERE conname = 'orders_customer'"))
            .Should().Be("who bought");
        (await world.Backups.ValidateConstraintsAsync()).Should().ContainSingle().Which.Constraint.Name.Should().Be("orders_customer");

        await world.RestoreAsync(id, new RestoreOptions { Tables = { "shop.customer" }, SkipConstraints = true });
        (await world.Backups.ValidateConstraintsAsync()).Should().BeEmpty();
        (await world.Source.ScalarAsync<bool>("SELECT bool_and(convalidated) FROM pg_constraint")).Should().BeTrue();
    }

    [Fact]
    public async Task Skipped_constraints_of_created_tables_are_named()
    {
        await using var world = await RestoreWorld.CreateAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();

        var result = await world.RestoreAsync(id, new RestoreOptions { SkipConstraints = true }, target);

        result.UnvalidatedConstraints.Should().BeEquivalentTo([
            new ConstraintName("shop", "orders", "orders_customer"),
            new ConstraintName("shop", "customer", "customer_favourite"),
            new ConstraintName("shop", "customer", "customer_parent_id_fkey"),
        ]);
        (await target.ColumnAsync<string>("SELECT conname::text FROM pg_constraint WHERE NOT convalidated")).Should().HaveCount(3);
        (await world.Over(target).ValidateConstraintsAsync(result.UnvalidatedConstraints)).Should().BeEmpty();
        await RestoreWorld.SameAsync(world.Source.ConnectionString, target.ConnectionString);
    }

    [Fact]
    public async Task Table_that_lacks_a_column_is_an_error()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("ALTER TABLE shop.orders DROP COLUMN note CASCADE");

        var options = new RestoreOptions { ExistingRows = ExistingRowsAction.Replace };
        (await world.FailAsync(id, options, PgBackupErrorCodes.IncompatibleColumns)).Message.Should().Contain("note");
    }

    [Fact]
    public async Task Table_that_is_a_view_now_is_an_error()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DROP TABLE t; CREATE VIEW t AS SELECT 1 AS id");

        (await world.FailAsync(id, new RestoreOptions(), PgBackupErrorCodes.TargetNotEmpty)).Message.Should().Contain("public.t");
    }
}
