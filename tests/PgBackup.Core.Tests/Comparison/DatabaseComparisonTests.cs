using FluentAssertions;
using PgBackup.Playground;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Comparison;

public sealed class DatabaseComparisonTests
{
    [Theory]
    [EachMajor]
    public async Task A_copy_of_the_sample_database_is_equal(int major)
    {
        await using var original = await PostgresServers.CreateDatabaseAsync(major);
        await SampleDatabase.CreateAsync(original.ConnectionString, scale: 0.01);
        await using var copy = await DatabaseCopy.CreateAsync(original);

        var differences = await DatabaseComparison.CompareAsync(
            original.ConnectionString, copy.ConnectionString, new ComparisonOptions { DatabaseSettings = true });

        differences.Should().BeEmpty();
    }

    [Theory]
    [EachMajor]
    public async Task The_sample_database_is_the_same_each_time(int major)
    {
        await using var first = await PostgresServers.CreateDatabaseAsync(major);
        await using var second = await PostgresServers.CreateDatabaseAsync(major);
        await SampleDatabase.CreateAsync(first.ConnectionString, scale: 0.01);
        await SampleDatabase.CreateAsync(second.ConnectionString, scale: 0.01);

        (await DatabaseComparison.CompareAsync(first.ConnectionString, second.ConnectionString)).Should().BeEmpty();
    }

    [Theory]
    [EachMajor]
    public async Task Each_mutation_makes_exactly_its_differences(int major)
    {
        await using var original = await PostgresServers.CreateDatabaseAsync(major);
        await original.ExecuteAsync(MutationWorld.Roles);
        await original.ExecuteAsync(MutationWorld.Objects);
        await using var mutated = await DatabaseCopy.CreateAsync(original);
        var mutations = Mutations.All.Where(m => m.Since <= major).ToList();
        foreach (var mutation in mutations)
            await mutated.ExecuteAsync(mutation.Sql);

        var differences = await DatabaseComparison.CompareAsync(original.ConnectionString, mutated.ConnectionString);

        var found = Numbered(differences.Select(d => $"{d.Kind} {d.Object}: {d.Property}"));
        var wanted = Numbered(mutations.SelectMany(m => m.DifferencesOn(major)));
        wanted.Except(found).Should().BeEmpty("the comparison must see them");
        found.Except(wanted).Should().BeEmpty("nothing else was changed");
    }

    [Theory]
    [EachMajor(NeedsPgDump = true)]
    public async Task What_pg_dump_restores_is_equal(int major)
    {
        await using var original = await PostgresServers.CreateDatabaseAsync(major);
        await SampleDatabase.CreateAsync(original.ConnectionString, scale: 0.01);
        await using var restored = await PostgresServers.CreateDatabaseAsync(major);
        await Psql.RunAsync(restored, await (await PgDump.FindAsync(major))!.DumpAsync(original));

        (await DatabaseComparison.CompareAsync(original.ConnectionString, restored.ConnectionString)).Should().BeEmpty();
    }

    [Fact]
    public async Task Database_settings_are_compared_on_demand()
    {
        await using var one = await PostgresServers.CreateDatabaseAsync();
        await using var other = await PostgresServers.CreateDatabaseAsync();
        await other.ExecuteAsync($"""
            ALTER DATABASE "{other.Name}" SET work_mem = '7MB';
            COMMENT ON DATABASE "{other.Name}" IS 'commented';
            REVOKE CONNECT ON DATABASE "{other.Name}" FROM PUBLIC
            """);

        (await DatabaseComparison.CompareAsync(one.ConnectionString, other.ConnectionString)).Should().BeEmpty();
        var options = new ComparisonOptions { DatabaseSettings = true };
        (await DatabaseComparison.CompareAsync(one.ConnectionString, other.ConnectionString, options))
            .Select(d => d.Property).Should().BeEquivalentTo("comment", "privileges", "settings");
    }

    [Fact]
    public async Task A_difference_shows_both_values_and_a_differing_row_its_key()
    {
        await using var one = await PostgresServers.CreateDatabaseAsync();
        await using var other = await PostgresServers.CreateDatabaseAsync();
        const string Table = "CREATE TABLE t (id int PRIMARY KEY, v text); ";
        await one.ExecuteAsync(Table + "CREATE INDEX i ON t (v); INSERT INTO t VALUES (1, 'a'), (2, NULL)");
        await other.ExecuteAsync(Table + "CREATE INDEX i ON t (v DESC); INSERT INTO t VALUES (1, 'a'), (2, '')");

        var differences = await DatabaseComparison.CompareAsync(one.ConnectionString, other.ConnectionString);

        differences.Select(d => d.ToString()).Should().ContainInOrder(
            "index public.i: definition: expected CREATE INDEX i ON public.t USING btree (v), "
            + "found CREATE INDEX i ON public.t USING btree (v DESC)",
            "row of table public.t: key (2): expected (2,), found (2,\"\")");
    }

    [Fact]
    public async Task Owners_and_privileges_can_be_left_out()
    {
        await using var one = await PostgresServers.CreateDatabaseAsync();
        await using var other = await PostgresServers.CreateDatabaseAsync();
        await one.ExecuteAsync(MutationWorld.Roles);
        await one.ExecuteAsync("CREATE TABLE t ()");
        await other.ExecuteAsync("CREATE TABLE t (); ALTER TABLE t OWNER TO comparison_one; GRANT SELECT ON t TO comparison_two");

        var options = new ComparisonOptions { Owners = false, Privileges = false };

        (await DatabaseComparison.CompareAsync(one.ConnectionString, other.ConnectionString, options)).Should().BeEmpty();
        (await DatabaseComparison.CompareAsync(one.ConnectionString, other.ConnectionString)).Should().NotBeEmpty();
    }

    // Two rows of one table may be told of by equal names.
    private static List<string> Numbered(IEnumerable<string> names) =>
        names.GroupBy(name => name).SelectMany(g => g.Select((name, i) => i == 0 ? name : $"{name} ({i + 1})")).ToList();
}
