using FluentAssertions;
using Npgsql;
using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>The moment at which one database takes the place of another.</summary>
public sealed class DatabaseSwapTests : IAsyncLifetime
{
    private TestDatabase _live = null!;
    private TestDatabase _new = null!;
    private string _kept = "";

    public async Task InitializeAsync()
    {
        (_live, _new) = (await PostgresServers.CreateDatabaseAsync(), await PostgresServers.CreateDatabaseAsync());
        _kept = _live.Name + "_kept";
        foreach (var (database, what) in new[] { (_live, "old"), (_new, "new") })
            await ExecuteAsync(database, $"CREATE TABLE facts AS SELECT '{what}' AS content");
    }

    public async Task DisposeAsync()
    {
        await _live.Server.DropDatabaseAsync(_kept);
        await _new.DisposeAsync();
        await _live.DisposeAsync();
    }

    [Fact]
    public async Task Session_that_nobody_may_end_stops_it_and_nothing_changes()
    {
        await using var other = new NpgsqlConnection(Unpooled(_live));
        await other.OpenAsync();

        var exception = (await Swapping(_live.ConnectionString).Should().ThrowAsync<PgBackupException>()).Which;

        (exception.Code, exception.ObjectName).Should().Be((PgBackupErrorCodes.DatabaseInUse, _live.Name));
        exception.Message.Should().Contain("Nothing was changed").And.Contain("DisconnectOthers");
        (await ReadAsync(_live), await ReadAsync(_new)).Should().Be(("old", "new"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_that_is_cut_at_the_commit_is_a_failure_only_where_nothing_was_swapped(bool arrives)
    {
        await using var proxy = new SilencingProxy(_live.ConnectionString, "COMMIT", arrives);

        var swap = Swapping(proxy.ConnectionString);

        if (arrives)
        {
            await swap.Should().NotThrowAsync();
            (await ReadAsync(_live), await ReadAsync(_live.In(_kept))).Should().Be(("new", "old"));
        }
        else
        {
            await swap.Should().ThrowAsync<NpgsqlException>();
            (await ReadAsync(_live), await ReadAsync(_new)).Should().Be(("old", "new"));
        }
    }

    private Func<Task> Swapping(string connectionString) => async () =>
    {
        await using var target = DatabaseConnector.For(connectionString);
        await using var server = await ServerDatabases.ConnectAsync(target, staysOut: true, default);
        await new DatabaseSwap(server, _live.Name, mayDisconnect: false, TimeSpan.FromSeconds(30)).RunAsync(_new.Name, _kept, default);
    };

    private static string Unpooled(TestDatabase database) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString;

    private static async Task ExecuteAsync(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> ReadAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(Unpooled(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT content FROM facts", connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
