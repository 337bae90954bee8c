using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Schema;

[Collection(CorpusTestGroup.Name)]
public sealed class SequenceStateTests
{
    [Theory]
    [EachMajor]
    public async Task Sequences_stand_where_they_stood(int major)
    {
        await using var copies = await CorpusCopies.MakeAsync(major, "Sequences");

        var expected = await StatesAsync(copies.Original);
        expected.Should().Contain(["plain 2 true", "downwards -17 false", "all_integers 0 false", "serials_a_seq 1 false"]);
        (await StatesAsync(copies.Restored)).Should().Equal(expected);
        (await StatesAsync(copies.Loaded)).Should().Equal(expected);
    }

    [Theory]
    [EachMajor]
    public async Task More_sequences_than_one_statement_holds_are_read(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(
            "DO $$ BEGIN FOR i IN 1..1203 LOOP EXECUTE format('CREATE SEQUENCE s%s START %s', i, i); END LOOP; END $$");
        await using var connection = await OpenAsync(database.ConnectionString);
        await using var transaction = await connection.BeginTransactionAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(major * 10000), CancellationToken.None);

        var states = await SequenceStateReader.ReadAsync(query, Sequences(query), CancellationToken.None);

        states.Should().HaveCount(1203).And.OnlyContain(s => s.Sequence.Name == $"s{s.State.LastValue}" && !s.State.IsCalled);
    }

    [Theory]
    [EachMajor("REVOKE ALL ON SEQUENCE mine.\"My seq\" FROM PUBLIC", "REVOKE USAGE ON SCHEMA mine FROM corpus_reader")]
    public async Task Sequence_that_may_not_be_read_is_named_with_the_grant_that_helps(int major, string revoke)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await CorpusScript.RunAsync(database, "Sequences");
        await database.ExecuteAsync(
            "CREATE SCHEMA mine; CREATE SEQUENCE mine.\"My seq\"; GRANT USAGE ON SCHEMA mine TO corpus_reader; "
            + "GRANT SELECT ON SEQUENCE mine.\"My seq\" TO PUBLIC; " + revoke);
        await using var connection = await OpenAsync(database.ConnectionString);
        await using var transaction = await connection.BeginTransactionAsync();
        var query = await CatalogReader.ReadAsync(connection, new ServerVersion(major * 10000), CancellationToken.None);
        await ExecuteAsync(connection, "SET ROLE corpus_reader");
        var mine = Sequences(query).Where(s => s.Schema == "mine").ToList();

        var read = () => SequenceStateReader.ReadAsync(query, mine, CancellationToken.None);

        var error = (await read.Should().ThrowAsync<PgBackupException>()).Which;
        error.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
        error.ObjectName.Should().Be("mine.\"My seq\"");
        error.Message.Should().Contain("GRANT USAGE ON SCHEMA mine").And.Contain("GRANT SELECT ON SEQUENCE mine.\"My seq\"");
    }

    private static List<Sequence> Sequences(CatalogQuery query) => [.. query.Catalog.Objects.OfType<Sequence>()];

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "SET search_path = ''");
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // Asks each sequence by itself, unlike the reader.
    private static async Task<IReadOnlyList<string>> StatesAsync(TestDatabase database)
    {
        var selects = await database.ColumnAsync<string>(
            """
            SELECT format('SELECT %L || '' '' || last_value || '' '' || is_called FROM %s', oid::regclass, oid::regclass)
            FROM (SELECT oid, n.nspname || '.' || relname AS name FROM pg_class c JOIN LATERAL
                  (SELECT nspname FROM pg_namespace WHERE oid = c.relnamespace) n ON true WHERE relkind = 'S') s ORDER BY name
            """);
        var states = new List<string>();
        foreach (var select in selects)
            states.Add((await database.ScalarAsync<string>(select))!);
        return states;
    }
}
