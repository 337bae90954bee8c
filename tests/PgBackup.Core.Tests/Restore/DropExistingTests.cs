using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class DropExistingTests
{
    [Theory]
    [EachMajor]
    public async Task Whole_database_is_replaced_by_itself(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("""
            ALTER TABLE shop.customer DISABLE TRIGGER ALL;
            DELETE FROM shop.customer WHERE id > 10;
            ALTER TABLE shop.orders ADD COLUMN more int;
            DROP INDEX shop.log_what;
            SELECT setval('shop.customer_id_seq', 1000);
            INSERT INTO shop.log VALUES (5, 'new')
            """);

        var result = await world.RestoreAsync(id, new RestoreOptions { DropExisting = true });

        result.Warnings.Should().BeEmpty();
        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task What_uses_objects_made_after_its_table_stands_in_no_way()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE TABLE a_table (id int);
            CREATE VIEW z_view AS SELECT 1 AS id;
            CREATE RULE of_view AS ON INSERT TO a_table DO ALSO UPDATE a_table SET id = z.id FROM z_view z;
            CREATE POLICY of_view ON a_table USING (EXISTS (SELECT FROM z_view));
            CREATE TABLE whole_row (a int);
            CREATE FUNCTION is_fine(whole_row) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a > 0';
            ALTER TABLE whole_row ADD CHECK (is_fine(whole_row));
            CREATE INDEX ON whole_row (is_fine(whole_row));
            INSERT INTO whole_row VALUES (1);
            CREATE TYPE shelled;
            CREATE FUNCTION shelled_in(cstring) RETURNS shelled LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
            CREATE FUNCTION shelled_out(shelled) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
            CREATE TYPE shelled (INPUT = shelled_in, OUTPUT = shelled_out, LIKE = int4);
            CREATE TABLE of_shelled (a shelled);
            CREATE VIEW ringed WITH (security_barrier) AS SELECT 1 AS id, 'x'::text COLLATE "C" AS name FROM a_table;
            CREATE FUNCTION ringed_rows() RETURNS SETOF ringed LANGUAGE sql STABLE AS $$SELECT 1, 'x'::text COLLATE "C"$$;
            CREATE OR REPLACE VIEW ringed WITH (security_barrier) AS SELECT c.id, c.name COLLATE "C" AS name FROM ringed_rows() c, a_table;
            """);
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("DELETE FROM whole_row; DROP RULE of_view ON a_table");
        await world.Source.ExecuteAsync("CREATE RULE of_view AS ON INSERT TO a_table DO ALSO UPDATE a_table SET id = 1 FROM z_view z");

        await world.RestoreAsync(id, new RestoreOptions { DropExisting = true });

        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task Chosen_tables_of_a_ring_are_replaced_with_all_that_belongs_to_them()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("UPDATE shop.orders SET note = 'changed'; ALTER TABLE shop.customer DROP COLUMN favourite_id");

        await world.RestoreAsync(
            id, new RestoreOptions { DropExisting = true, Tables = { "shop.customer", "shop.orders", "shop.names", "shop.counted" } });

        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task Partitioned_table_is_replaced_with_its_partitions()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();
        await world.Source.ExecuteAsync("DELETE FROM shop.log; ALTER TABLE shop.log ADD COLUMN more int");

        await world.RestoreAsync(id, new RestoreOptions { DropExisting = true, Tables = { "shop.log" } });

        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task Dependents_outside_the_set_are_named_and_nothing_changes()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync(
            "CREATE VIEW public.bystander AS SELECT name FROM shop.customer; CREATE VIEW public.further AS TABLE public.bystander");

        var exception = await world.FailAsync(
            id, new RestoreOptions { DropExisting = true, Tables = { "shop.customer" } }, PgBackupErrorCodes.DependentsExist);

        exception.Message.Should().Contain("VIEW public.bystander").And.Contain("orders_customer").And.Contain("VIEW shop.names")
            .And.Contain("Nothing was changed");
        var plan = await world.Backups.PlanRestoreAsync(id, new RestoreOptions { DropExisting = true, Tables = { "shop.customer" } });
        plan.Conflicts.Should().Contain(c => c.Code == "dependents_exist" && c.Name == "VIEW public.bystander");
    }

    [Fact]
    public async Task Tables_that_the_backup_does_not_hold_stay()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("CREATE TABLE public.newer (id int); INSERT INTO public.newer VALUES (7)");
        await using var before = await world.CopyAsync();

        await world.RestoreAsync(id, new RestoreOptions { DropExisting = true });

        await world.SameAsAsync(before);
    }
}
