using FluentAssertions;
using Npgsql;
using PgBackup.History;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Documents;

public sealed class SqlExampleTests
{
    // All speak of the library's own schema. Roles belong to the server, so nothing is committed.
    [Fact]
    public async Task Every_block_runs_where_the_history_is()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync("CREATE ROLE app");
        foreach (var migration in HistoryMigration.All)
            await ExecuteAsync(migration.Script);

        var blocks = CodeBlock.In("sql").ToList();
        blocks.Should().HaveCountGreaterThan(5);
        foreach (var block in blocks)
            await FluentActions.Awaiting(() => ExecuteAsync(block.Text)).Should().NotThrowAsync(block.ToString());
        await ExecuteAsync("SET ROLE app");
        await ExecuteAsync("INSERT INTO pgbackup.schedule_run (schedule_id, due_at, state) VALUES ('nightly', now(), 'pending')");
        // What the role was granted is enough for what is asked.
        var queries = blocks.Where(b => b.Text.StartsWith("SELECT", StringComparison.Ordinal) && b.Text.Contains("pgbackup."));
        foreach (var block in queries)
            await FluentActions.Awaiting(() => ExecuteAsync(block.Text)).Should().NotThrowAsync(block.ToString());

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
