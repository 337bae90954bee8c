using FluentAssertions;
using Npgsql;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>Restores from one major to another, which need servers of both.</summary>
public sealed class OtherMajorTests
{
    private const string Rewritten = """
        CREATE UNLOGGED TABLE parted (a int) PARTITION BY LIST (a);
        CREATE UNLOGGED TABLE part PARTITION OF parted FOR VALUES IN (1);
        CREATE TABLE named (
            a int NOT NULL, "b ü" int NOT NULL DEFAULT 1, c int NOT NULL, CONSTRAINT named_c_not_null CHECK (c IS NOT NULL));
        ALTER TABLE named ADD CONSTRAINT named_a_not_null CHECK (a IS NOT NULL) NOT VALID;
        ALTER TABLE named ADD CONSTRAINT "named_b ü_not_null" UNIQUE ("b ü");
        CREATE TABLE whole (a int NOT NULL GENERATED ALWAYS AS IDENTITY, b int) PARTITION BY LIST (b);
        CREATE TABLE whole_1 PARTITION OF whole FOR VALUES IN (1);
        INSERT INTO parted VALUES (1);
        INSERT INTO named (a, c) VALUES (1, 2);
        INSERT INTO whole (b) VALUES (1);
        """;

    private const string BeforeEighteen = """
        CREATE TABLE strict (a int NOT NULL);
        CREATE TABLE lax () INHERITS (strict);
        ALTER TABLE lax ALTER a DROP NOT NULL;
        """;

    private const string BeforeSeventeen = """
        CREATE TABLE whole (a int NOT NULL, b int) PARTITION BY LIST (b);
        CREATE TABLE own PARTITION OF whole FOR VALUES IN (1);
        ALTER TABLE own ALTER a ADD GENERATED ALWAYS AS IDENTITY;
        """;

    private const string BeforeSixteen = """
        CREATE TABLE plain (a int, g int);
        CREATE TABLE "gen erated" (g int GENERATED ALWAYS AS (a * 2) STORED) INHERITS (plain);
        CREATE TABLE parted (a int, g int) PARTITION BY LIST (a);
        CREATE TABLE part (a int, g int GENERATED ALWAYS AS (a * 2) STORED);
        ALTER TABLE parted ATTACH PARTITION part FOR VALUES IN (1);
        """;

    private const string BeforeFifteen = "CREATE VIEW v AS SELECT pg_is_in_backup() AS is, 'pg_start_backup(' AS text";

    private const string BeforeFourteen = """
        CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE OPERATOR !!! (LEFTARG = int, FUNCTION = f);
        CREATE AGGREGATE collect (anyelement) (SFUNC = array_append, STYPE = anyarray, INITCOND = '{}');
        CREATE AGGREGATE fine (int) (SFUNC = array_append, STYPE = int[], INITCOND = '{}');
        """;

    [Fact]
    public async Task What_means_the_same_is_written_as_the_newer_server_takes_it()
    {
        if (Pair(17, 18) is not var (older, newer))
            return;
        await using var source = await PostgresServers.CreateDatabaseAsync(older);
        await source.ExecuteAsync(Rewritten);
        await using var target = await PostgresServers.CreateDatabaseAsync(newer);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        var result = await Over(host, target).RestoreBackupAsync(backup.Id);

        result.Warnings.Should().ContainSingle().Which.Should().Contain("TABLE public.parted").And.Contain("UNLOGGED");
        (await target.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relpersistence = 'u' AND relkind IN ('r', 'p')"))
            .Should().Equal("part");
        (await target.ColumnAsync<string>("SELECT conname::text FROM pg_constraint WHERE conrelid = 'named'::regclass ORDER BY conname "
            + "COLLATE \"C\""))
            .Should().Contain(["named_a_not_null", "named_b ü_not_null", "named_c_not_null"]).And.HaveCount(6);
        (await target.ColumnAsync<string>("SELECT attname::text FROM pg_attribute WHERE attrelid = 'named'::regclass AND attnum > 0 AND "
            + "attnotnull"))
            .Should().Equal("a", "b ü", "c");
        (await target.ScalarAsync<long>("SELECT (SELECT count(*) FROM parted) + (SELECT count(*) FROM named) + (SELECT count(*) FROM "
            + "whole)")).Should().Be(3);
        await target.ExecuteAsync("INSERT INTO whole (b) VALUES (1)");
        (await target.ColumnAsync<int>("SELECT a FROM whole ORDER BY a")).Should().Equal(1, 2);
    }

    [Theory]
    [InlineData(17, 18, BeforeEighteen, "TABLE public.lax")]
    [InlineData(16, 17, BeforeSeventeen, "TABLE public.own")]
    [InlineData(15, 16, BeforeSixteen, "TABLE public.\"gen erated\"", "TABLE public.part")]
    [InlineData(14, 15, BeforeFifteen, "VIEW public.v")]
    [InlineData(13, 14, BeforeFourteen, "OPERATOR public.!!! (integer, NONE)", "AGGREGATE public.collect(anyelement)")]
    public async Task What_a_newer_server_does_not_take_is_named_before_anything_is_touched(
        int before, int since, string script, params string[] names)
    {
        if (Pair(before, since) is not var (older, newer))
            return;
        await using var source = await PostgresServers.CreateDatabaseAsync(older);
        await source.ExecuteAsync(script);
        await using var target = await PostgresServers.CreateDatabaseAsync(newer);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        var plan = await Over(host, target).PlanRestoreAsync(backup.Id);

        plan.Conflicts.Should().OnlyContain(c => c.Code == PgBackupErrorCodes.ServerNotSupported);
        plan.Conflicts.Select(c => c.Name).Should().BeEquivalentTo(names);
        plan.Conflicts.Should().OnlyContain(c => c.Message.Contains($"from PostgreSQL {older} to {newer}"));
        await RestoreWorld.FailAsync(
            target, () => Over(host, target).RestoreBackupAsync(backup.Id), PgBackupErrorCodes.ServerNotSupported);
    }

    [Fact]
    public async Task Older_server_is_refused_with_what_it_does_not_know()
    {
        if (Pair(13, 18) is not var (older, newer) || newer < 18 || older > 13)
            return;
        await using var source = await PostgresServers.CreateDatabaseAsync(newer);
        await source.ExecuteAsync("""
            CREATE TABLE t (
                a int, b int GENERATED ALWAYS AS (a * 2), c int GENERATED ALWAYS AS (a * 3) STORED, d int CONSTRAINT named NOT NULL);
            CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT;
            CREATE TYPE r AS RANGE (SUBTYPE = int);
            CREATE VIEW v WITH (security_invoker = true) AS SELECT 'NULLS NOT DISTINCT' AS x;
            """);
        await source.ExecuteStatementAsync("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END");
        await using var target = await PostgresServers.CreateDatabaseAsync(older);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        var conflicts = (await Over(host, target).PlanRestoreAsync(backup.Id)).Conflicts;

        conflicts[0].Message.Should().Be("The backup was made on PostgreSQL 18 and the target is 13. Restore into 18 or newer.");
        conflicts.Skip(1).Select(c => c.Message).Should().BeEquivalentTo(
        [
            "PostgreSQL 13 does not know NULLS NOT DISTINCT (new in 15), which the backup uses in INDEX public.i.",
            "PostgreSQL 13 does not know function bodies that are parsed (new in 14), which the backup uses in FUNCTION public.f().",
            "PostgreSQL 13 does not know multirange types (new in 14), which the backup uses in TYPE public.r.",
            "PostgreSQL 13 does not know names of NOT NULL constraints (new in 18), which the backup uses in TABLE public.t.",
            "PostgreSQL 13 does not know views with the invoker's rights (new in 15), which the backup uses in VIEW public.v.",
            "PostgreSQL 13 does not know virtual generated columns (new in 18), which the backup uses in TABLE public.t.",
        ]);
        await RestoreWorld.FailAsync(
            target, () => Over(host, target).RestoreBackupAsync(backup.Id), PgBackupErrorCodes.ServerNotSupported);
    }

    // Without a pool, nobody is connected when the server copies the database.
    private static IDatabaseBackup Over(BackupHost host, TestDatabase target) =>
        host.For(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ConnectionString);

    // The newest under test before a change, and the oldest after it.
    private static (int Older, int Newer)? Pair(int before, int since)
    {
        var (older, newer) = (TestMajors.All.LastOrDefault(m => m <= before), TestMajors.All.FirstOrDefault(m => m >= since));
        return older == 0 || newer == 0 ? null : (older, newer);
    }
}
