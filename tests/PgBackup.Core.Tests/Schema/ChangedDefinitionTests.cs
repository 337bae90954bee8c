using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

/// <summary>What no lock keeps from being dropped after the snapshot, and before its definition is read.</summary>
public sealed class ChangedDefinitionTests
{
    [Theory]
    [InlineData("CREATE FUNCTION gone(a int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT a'", "DROP FUNCTION gone(int)")]
    [InlineData("CREATE DOMAIN gone AS int; CREATE TYPE c AS (a gone, b int)", "ALTER TYPE c DROP ATTRIBUTE a; DROP DOMAIN gone")]
    [InlineData("CREATE TYPE gone AS ENUM ('a'); CREATE DOMAIN d AS gone", "DROP DOMAIN d; DROP TYPE gone")]
    [InlineData("CREATE FUNCTION gone(int) RETURNS text LANGUAGE sql AS 'SELECT 1'; CREATE CAST (int AS text) WITH FUNCTION gone(int)",
        "DROP FUNCTION gone(int) CASCADE")]
    [InlineData("CREATE TABLE t (a int, b int); CREATE STATISTICS gone ON a, b FROM t", "DROP STATISTICS gone")]
    public async Task Object_that_is_dropped_meanwhile_is_no_half_definition_but_an_error_that_says_so(string create, string drop)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync(create);
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var command = new NpgsqlCommand("SET LOCAL search_path = ''; SELECT count(*) FROM pg_catalog.pg_class", connection))
            await command.ExecuteNonQueryAsync();
        var server = new ServerVersion(database.Major * 10000);
        await database.ExecuteAsync(drop);

        var read = () => CatalogReader.ReadAsync(connection, server, default);

        var exception = (await read.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.SchemaChanged);
        exception.Message.Should().Contain("Try again when no migration is running");
    }
}
