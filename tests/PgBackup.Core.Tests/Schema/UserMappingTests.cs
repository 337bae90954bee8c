using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

public sealed class UserMappingTests
{
    [Theory]
    [EachMajor]
    public async Task Options_that_the_server_hides_are_told_from_options_that_are_not_set(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        var role = "mapped_" + Guid.NewGuid().ToString("N");
        await database.ExecuteAsync($"""
            CREATE ROLE {role} LOGIN PASSWORD 'x';
            CREATE FOREIGN DATA WRAPPER w;
            CREATE SERVER s FOREIGN DATA WRAPPER w;
            GRANT USAGE ON FOREIGN SERVER s TO {role};
            CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password 'for all');
            CREATE USER MAPPING FOR {role} SERVER s OPTIONS (password 'of its own');
            CREATE USER MAPPING FOR CURRENT_USER SERVER s;
            """);
        try
        {
            var asOwner = await ReadAsync(database, database.ConnectionString);
            asOwner.Should().HaveCount(3).And.OnlyContain(m => m.AreOptionsVisible);
            asOwner.Sum(m => m.Options.Count).Should().Be(2);

            var asRole = await ReadAsync(database, database.ConnectionStringOf(role, "x"));
            asRole.Should().HaveCount(3);
            asRole.Single(m => m.AreOptionsVisible).Options.Should().Equal("password=of its own");
            asRole.Single(m => m.AreOptionsVisible).Name.Should().Be(role);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    private static async Task<List<UserMapping>> ReadAsync(TestDatabase database, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(database.Major * 10000), CancellationToken.None);
        return [.. query.Catalog.Objects.OfType<UserMapping>()];
    }
}
