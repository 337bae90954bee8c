using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Servers;

public sealed class ClientProgramTests
{
    [Theory]
    [EachMajor]
    public async Task Psql_runs_a_script_up_to_its_first_error(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);

        var sum = await Psql.RunAsync(database, "CREATE TABLE t (i int);\nCOPY t FROM stdin;\n7\n8\n\\.\nSELECT sum(i) FROM t;\n");
        sum.Trim().Should().Be("15");

        var run = () => Psql.RunAsync(database, "SELECT 1;\nSELECT wrong;\nDROP TABLE t;\n");
        (await run.Should().ThrowAsync<ClientProgramException>()).WithMessage("*exit code 3*<stdin>:2: ERROR*\"wrong\"*");
        (await database.ScalarAsync<long>("SELECT count(*) FROM t")).Should().Be(2);
    }

    [Fact]
    public async Task Psql_runs_a_file()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "SELECT 'größer';");

        (await Psql.RunFileAsync(database, file)).Trim().Should().Be("größer");
        File.Delete(file);
    }

    [Theory]
    [EachMajor(NeedsPgDump = true)]
    public async Task Dumps_of_one_database_are_equal(int major)
    {
        var dump = (await PgDump.FindAsync(major))!;
        dump.Major.Should().BeGreaterThanOrEqualTo(major);
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE shown (i int)");

        var first = await dump.SchemaAsync(database);

        first.Should().Contain("CREATE TABLE public.shown");
        (await dump.SchemaAsync(database)).Should().Be(first);
    }
}
