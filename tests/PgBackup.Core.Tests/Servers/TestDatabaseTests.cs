using FluentAssertions;
using PgBackup.Playground.Servers;
using Xunit;

namespace PgBackup.Tests.Servers;

public sealed class TestDatabaseTests
{
    [Theory]
    [EachMajor]
    public async Task Databases_differ_and_go_when_disposed_even_while_in_use(int major)
    {
        var first = await PostgresServers.CreateDatabaseAsync(major);
        await using var second = await PostgresServers.CreateDatabaseAsync(major);
        first.Name.Should().NotBe(second.Name);
        await using var busy = await first.OpenAsync();

        await first.DisposeAsync();

        var names = await ThrowawayServerTests.DatabaseNamesAsync(second.Server.ConnectionString);
        names.Should().Contain(second.Name).And.NotContain(first.Name);
    }

    [Fact]
    public async Task Encoding_and_owner_are_as_asked()
    {
        var server = await PostgresServers.GetAsync(TestMajors.Any);
        await using var helper = await TestDatabase.CreateAsync(server);
        var role = $"owner_{helper.Name}";
        await helper.ExecuteAsync($"CREATE ROLE {role}");

        var options = new ThrowawayDatabaseOptions { Encoding = "LATIN1", Locale = "C", Owner = role };
        var database = await TestDatabase.CreateAsync(server, options);
        (await database.ScalarAsync<string>("SHOW server_encoding")).Should().Be("LATIN1");
        (await database.ScalarAsync<string>("SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()"))
            .Should().Be(role);

        await database.DisposeAsync();
        await helper.ExecuteAsync($"DROP ROLE {role}");
    }

    [Theory]
    [EachMajor("de-x-icu", From = 15)]
    public async Task Icu_locale_is_as_asked(int major, string locale)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major, new ThrowawayDatabaseOptions { IcuLocale = locale });

        (await database.ScalarAsync<char>("SELECT datlocprovider FROM pg_database WHERE datname = current_database()")).Should().Be('i');
        (await database.ScalarAsync<bool>("SELECT 'ä' < 'b'")).Should().BeTrue("locale C would order by bytes");
    }

    [Theory]
    [EachMajor(From = 17)]
    public async Task Builtin_locale_is_as_asked(int major)
    {
        var options = new ThrowawayDatabaseOptions { BuiltinLocale = "C.UTF-8" };
        await using var database = await PostgresServers.CreateDatabaseAsync(major, options);

        (await database.ScalarAsync<char>("SELECT datlocprovider FROM pg_database WHERE datname = current_database()")).Should().Be('b');
        (await database.ScalarAsync<string>("SELECT upper('ä')")).Should().Be("Ä");
    }

    [Theory]
    [EachMajor(From = 14)]
    public async Task Statement_goes_out_exactly_as_it_stands(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);

        await database.ExecuteStatementAsync("CREATE FUNCTION two() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END");

        (await database.ScalarAsync<int>("SELECT two()")).Should().Be(2);
        (await database.ColumnAsync<int>("SELECT * FROM generate_series(1, 3)")).Should().Equal(1, 2, 3);
        (await database.ScalarAsync<string>("SELECT NULL::text")).Should().BeNull();
    }

    [Theory]
    [InlineData("13, 18,15", new[] { 13, 15, 18 })]
    [InlineData(" ALL ", new[] { 13, 14, 15, 16, 17, 18 })]
    public void Majors_under_test_are_read_from_the_variable(string text, int[] expected) =>
        TestMajors.Parse(text).Should().Equal(expected);

    [Theory]
    [InlineData("12")]
    [InlineData("15;16")]
    [InlineData(",")]
    public void Majors_that_make_no_sense_are_refused(string text)
    {
        var parse = () => TestMajors.Parse(text);

        parse.Should().Throw<FormatException>().WithMessage($"PGBACKUP_TEST_MAJORS is '{text}'*");
    }
}
