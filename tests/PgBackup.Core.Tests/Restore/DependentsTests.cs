using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class DependentsTests
{
    // All that can hang on shop.customer from outside: each is lost when the table is dropped with CASCADE.
    private const string Hangers = """
        CREATE VIEW public.seen AS SELECT id, name FROM shop.customer;
        CREATE VIEW public."Seen twice" WITH (security_barrier) AS SELECT * FROM public.seen WHERE id > 1 WITH CASCADED CHECK OPTION;
        ALTER VIEW public.seen ALTER COLUMN name SET DEFAULT 'nobody';
        CREATE MATERIALIZED VIEW public.kept AS SELECT id, name FROM public."Seen twice";
        CREATE UNIQUE INDEX kept_id ON public.kept (id);
        ALTER TABLE public.kept CLUSTER ON kept_id;
        CREATE STATISTICS public.kept_stat ON id, name FROM public.kept;
        CREATE MATERIALIZED VIEW public.from_kept AS SELECT count(*) AS n FROM public.kept;
        CREATE MATERIALIZED VIEW public.never_filled AS SELECT 1 AS one FROM public.kept WITH NO DATA;
        CREATE FUNCTION public.greet(shop.customer) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.name';
        CREATE TYPE public.pair AS (a shop.customer, b shop.customer);
        CREATE TABLE public.invoice (
            id int PRIMARY KEY, customer int, other int,
            number int DEFAULT nextval('shop.customer_id_seq'));
        ALTER TABLE public.invoice ADD CONSTRAINT unproven FOREIGN KEY (other) REFERENCES shop.customer ON DELETE CASCADE NOT VALID;
        ALTER TABLE public.invoice ADD CONSTRAINT proven FOREIGN KEY (customer) REFERENCES shop.customer DEFERRABLE;
        COMMENT ON CONSTRAINT proven ON public.invoice IS 'whose it is';
        INSERT INTO public.invoice VALUES (1, 1, 2, 3), (2, NULL, NULL, 4);
        CREATE TABLE public.part (a int REFERENCES shop.customer, b int) PARTITION BY LIST (b);
        CREATE TABLE public.part_1 PARTITION OF public.part FOR VALUES IN (1);
        INSERT INTO public.part VALUES (1, 1);
        CREATE POLICY known ON public.invoice FOR SELECT TO PUBLIC USING (customer IN (SELECT id FROM shop.customer));
        CREATE RULE note AS ON DELETE TO public.invoice DO ALSO UPDATE shop.customer SET name = 'gone' WHERE id = OLD.customer;
        CREATE FUNCTION public.instead() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER nothing INSTEAD OF INSERT ON public.seen FOR EACH ROW EXECUTE FUNCTION public.instead();
        CREATE RULE quiet AS ON UPDATE TO public.seen DO INSTEAD NOTHING;
        CREATE PUBLICATION gained FOR TABLE shop.customer, public.invoice;
        COMMENT ON VIEW public.seen IS 'what is seen';
        COMMENT ON COLUMN public.seen.name IS 'a name';
        COMMENT ON INDEX public.kept_id IS 'of the kept';
        COMMENT ON MATERIALIZED VIEW public.kept IS 'it''s kept';
        REFRESH MATERIALIZED VIEW public.from_kept;
        """;

    private const string Atomic = """
        CREATE FUNCTION public.how_many(int) RETURNS bigint LANGUAGE sql IMMUTABLE
        BEGIN ATOMIC SELECT 1; SELECT count(*) + $1 FROM shop.customer; END
        """;

    private const string OverAtomic = """
        CREATE VIEW public.many AS SELECT public.how_many(1) AS n;
        CREATE INDEX by_function ON public.invoice (public.how_many(id));
        ALTER TABLE public.invoice
            ADD CONSTRAINT by_function CHECK (public.how_many(id) > 0), ALTER COLUMN other SET DEFAULT public.how_many(1);
        """;

    [Theory]
    [EachMajor]
    public async Task Dependents_are_the_same_after_a_restore_over_itself(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        var id = await world.BackUpAsync(new BackupOptions { Tables = { "shop.*" } });
        var role = $"{world.Source.Name}_role";
        await world.Source.ExecuteAsync(Hangers);
        if (major >= 14)
        {
            await world.Source.ExecuteStatementAsync(Atomic);
            await world.Source.ExecuteAsync(OverAtomic);
        }

        await world.Source.ExecuteAsync($"""
            CREATE ROLE {role};
            GRANT SELECT ON public.seen TO PUBLIC;
            GRANT SELECT (id), UPDATE (name) ON public.seen TO {role} WITH GRANT OPTION;
            REVOKE EXECUTE ON FUNCTION public.greet FROM PUBLIC;
            GRANT USAGE ON SCHEMA shop, public TO {role};
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role};
            ALTER VIEW public."Seen twice" OWNER TO {role};
            ALTER MATERIALIZED VIEW public.kept OWNER TO {role};
            ALTER FUNCTION public.greet OWNER TO {role};
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT DELETE ON TABLES TO {role};
            ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT TRIGGER ON TABLES TO PUBLIC;
            ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC
            """);
        var before = await DumpAsync(world);
        await using var copy = await world.CopyAsync();
        var options = new RestoreOptions { DropExisting = true, Dependents = DependentsAction.Recreate, Tables = { "shop.customer" } };

        var plan = await world.Backups.PlanRestoreAsync(id, options);
        var result = await world.RestoreAsync(id, options);

        plan.Conflicts.Should().BeEmpty();
        result.Warnings.Should().BeEmpty();
        result.RecreatedDependents.Should()
            .Contain(["VIEW public.seen", "MATERIALIZED VIEW public.kept", "CONSTRAINT proven ON public.invoice"]);
        plan.Steps.Where(s => s.Action == RestoreAction.Recreate).Select(s => s.Name).Should().Contain(result.RecreatedDependents);
        plan.Steps.Should().Contain(s => s.Action == RestoreAction.Drop && s.Name == "VIEW public.seen");
        await world.SameAsAsync(copy);
        (await DumpAsync(world)).Should().Be(before);
    }

    [Fact]
    public async Task Without_leave_each_dependent_is_named()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync(new BackupOptions { Tables = { "shop.*" } });
        await world.Source.ExecuteAsync(Hangers);

        var plan = await world.Backups.PlanRestoreAsync(id, new RestoreOptions { DropExisting = true });

        plan.Conflicts.Should().OnlyContain(c => c.Code == PgBackupErrorCodes.DependentsExist);
        plan.Conflicts.Select(c => c.Name).Should()
            .Contain(["VIEW public.seen", "POLICY known ON public.invoice", "CONSTRAINT proven ON public.invoice"])
            .And.NotContain(n => n.Contains("PUBLICATION"));
        plan.Conflicts.Should().Contain(c => c.Name == "VIEW public.seen" && c.Message.Contains("Dependents = Recreate"));
    }

    [Fact]
    public async Task Publications_keep_their_tables()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("CREATE PUBLICATION gained FOR TABLE shop.customer, shop.orders, shop.log");
        await using var before = await world.CopyAsync();

        var result = await world.RestoreAsync(id, new RestoreOptions { DropExisting = true });

        result.RecreatedDependents.Should().HaveCount(3);
        await world.SameAsAsync(before);
    }

    [Fact]
    public async Task View_of_a_column_that_the_backup_lacks_undoes_the_restore()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync(
            "ALTER TABLE shop.customer ADD COLUMN newer int; CREATE VIEW public.of_newer AS SELECT newer FROM shop.customer");

        var exception = await world.FailAsync(
            id, new RestoreOptions { DropExisting = true, Dependents = DependentsAction.Recreate }, PgBackupErrorCodes.DependentsExist);

        exception.ObjectName.Should().Be("VIEW public.of_newer");
        exception.Message.Should().Contain("does not exist").And.Contain("undone");
    }

    [Fact]
    public async Task Foreign_key_that_rows_break_undoes_the_restore_or_stays_unproven()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("""
            INSERT INTO shop.customer (id, name) VALUES (99, 'new');
            CREATE TABLE public.invoice (customer int CONSTRAINT whose REFERENCES shop.customer);
            INSERT INTO public.invoice VALUES (99)
            """);

        var exception = await world.FailAsync(
            id, new RestoreOptions { DropExisting = true, Dependents = DependentsAction.Recreate }, PgBackupErrorCodes.DependentsExist);
        var result = await world.RestoreAsync(
            id, new RestoreOptions { DropExisting = true, Dependents = DependentsAction.Recreate, SkipConstraints = true });

        exception.Message.Should().Contain("whose").And.Contain("SkipConstraints").And.NotContain("99");
        result.UnvalidatedConstraints.Should().Contain(new ConstraintName("public", "invoice", "whose"));
        (await world.Source.ScalarAsync<bool>("SELECT convalidated FROM pg_constraint WHERE conname = 'whose'")).Should().BeFalse();
    }

    // Before 18 nothing makes a partitioned table's key go unproven, and restores are alike on all majors.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Foreign_key_of_a_partitioned_table_that_rows_break_undoes_the_restore(bool skipConstraints)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("""
            INSERT INTO shop.customer (id, name) VALUES (99, 'new');
            CREATE TABLE public.invoice (customer int CONSTRAINT whose REFERENCES shop.customer) PARTITION BY LIST (customer);
            CREATE TABLE public.invoice_1 PARTITION OF public.invoice DEFAULT;
            INSERT INTO public.invoice VALUES (99)
            """);
        var options = new RestoreOptions
        {
            DropExisting = true,
            Dependents = DependentsAction.Recreate,
            SkipConstraints = skipConstraints,
        };

        var exception = await world.FailAsync(id, options, PgBackupErrorCodes.DependentsExist);

        exception.Message.Should().Contain("whose").And.NotContain("SkipConstraints");
    }

    [Theory]
    [InlineData("CREATE TABLE public.holder (whole shop.customer)", "TABLE public.holder")]
    [InlineData("CREATE TABLE shop.log_3 PARTITION OF shop.log FOR VALUES FROM (200) TO (300)", "TABLE shop.log_3")]
    [InlineData("CREATE TABLE public.child () INHERITS (shop.customer)", "TABLE public.child")]
    [InlineData("CREATE TABLE public.typed (a int GENERATED ALWAYS AS (public.of_row(NULL)) STORED)", "TABLE public.typed")]
    public async Task What_would_lose_rows_stays_a_conflict(string sql, string named)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync(
            $"CREATE FUNCTION public.of_row(shop.customer) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; {sql}");

        var exception = await world.FailAsync(
            id, new RestoreOptions { DropExisting = true, Dependents = DependentsAction.Recreate }, PgBackupErrorCodes.DependentsExist);

        exception.ObjectName.Should().Be(named);
        exception.Message.Should().Contain("cannot be made again");
    }

    [Fact]
    public async Task Dependents_without_DropExisting_are_an_argument_error()
    {
        await using var world = await RestoreWorld.CreateAsync("SELECT 1");
        var id = await world.BackUpAsync();

        var restore = () => world.RestoreAsync(id, new RestoreOptions { Dependents = DependentsAction.Recreate });

        await restore.Should().ThrowAsync<ArgumentException>().WithMessage("*DropExisting*");
    }

    private static async Task<string?> DumpAsync(RestoreWorld world) =>
        await PgDump.FindAsync(world.Source.Major) is { } dump ? await dump.DumpAsync(world.Source) : null;
}
