using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class DataOnlyTests
{
    // Named so that the order of names is the wrong one.
    private const string Definitions = """
        CREATE TABLE a_line (id int PRIMARY KEY, head int);
        CREATE TABLE b_head (id int PRIMARY KEY, customer int) PARTITION BY RANGE (id);
        CREATE TABLE b_head_1 PARTITION OF b_head FOR VALUES FROM (0) TO (1000);
        CREATE TABLE z_customer (id int PRIMARY KEY, parent int REFERENCES z_customer);
        ALTER TABLE a_line ADD FOREIGN KEY (head) REFERENCES b_head;
        ALTER TABLE b_head ADD FOREIGN KEY (customer) REFERENCES z_customer;
        """;

    [Fact]
    public async Task Rows_alone_load_with_psql_into_tables_whose_foreign_keys_are_there()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync(Definitions);
        await target.ExecuteAsync(Definitions);
        await source.ExecuteAsync("""
            INSERT INTO z_customer SELECT i, i FROM generate_series(1, 50) i;
            INSERT INTO b_head SELECT i, i FROM generate_series(1, 50) i;
            INSERT INTO a_line SELECT i, i FROM generate_series(1, 50) i;
            """);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { DataOnly = true });
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(target, script);

        backup.Rows.Should().Be(150);
        (await DatabaseComparison.CompareAsync(source.ConnectionString, target.ConnectionString)).Should().BeEmpty();
    }
}
