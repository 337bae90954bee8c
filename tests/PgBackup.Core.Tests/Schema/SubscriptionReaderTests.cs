using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

public sealed class SubscriptionReaderTests
{
    [Theory]
    [EachMajor]
    public async Task Subscriptions_that_may_not_be_read_are_left_out_with_a_warning(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE SUBSCRIPTION \"hidden one\" CONNECTION 'password=secret' PUBLICATION p WITH (connect = false)");
        try
        {
            var asSuperuser = await ReadAsync(database, "SET search_path = ''");
            var asOther = await ReadAsync(database, "SET search_path = ''; SET ROLE pg_monitor");

            asSuperuser.Catalog.Objects.OfType<Subscription>().Should().ContainSingle();
            asSuperuser.Warnings.Should().BeEmpty();
            asOther.Catalog.Objects.OfType<Subscription>().Should().BeEmpty();
            asOther.Warnings.Should().ContainSingle().Which.Should().Contain("hidden one");
        }
        finally
        {
            await database.ExecuteAsync("ALTER SUBSCRIPTION \"hidden one\" SET (slot_name = NONE); DROP SUBSCRIPTION \"hidden one\"");
        }
    }

    private static async Task<CatalogQuery> ReadAsync(TestDatabase database, string settings)
    {
        await using var connection = await database.OpenAsync();
        await using var set = new NpgsqlCommand(settings, connection);
        await set.ExecuteNonQueryAsync();
        var query = new CatalogQuery(connection, new Catalog(new ServerVersion(database.Major * 10000)), new Dictionary<uint, string>());
        await new SubscriptionReader().ReadAsync(query, CancellationToken.None);
        return query;
    }
}
