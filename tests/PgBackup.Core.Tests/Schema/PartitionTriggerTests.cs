using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

public sealed class PartitionTriggerTests
{
    private const string Objects = """
        CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TABLE p (a int REFERENCES p2 (a)) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
        CREATE TRIGGER first_name AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION fire();
        ALTER TRIGGER first_name ON p RENAME TO last_name;
        ALTER TABLE p1 DISABLE TRIGGER ALL;
        """;

    // Until 14 the clones of a renamed trigger keep the old name, which they will not have when the new one is cloned.
    [Theory]
    [EachMajor]
    public async Task A_clone_is_altered_by_the_name_of_the_trigger_that_it_comes_from(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE p2 (a int PRIMARY KEY);" + Objects);

        await using var connection = await database.OpenAsync();
        await using (var set = new NpgsqlCommand("BEGIN; SET LOCAL search_path = ''", connection))
            await set.ExecuteNonQueryAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(major * 10000), CancellationToken.None);

        // The disabled triggers of the foreign key have no names that could be written.
        var state = query.Catalog.Objects.OfType<PartitionTriggerState>().Should().ContainSingle().Which;
        var statements = new StatementList();
        state.WriteDefinition(statements);
        statements.Statements.Should().ContainSingle().Which.Text.Should().Be("ALTER TABLE public.p1 DISABLE TRIGGER last_name");
        state.Dependencies.Should().Contain(d => d is Trigger);
    }
}
