using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class PartitionNotNullTests
{
    private const string Objects = """
        CREATE TABLE whole (a int, b int) PARTITION BY LIST (a);
        ALTER TABLE whole ADD CONSTRAINT of_whole NOT NULL b NOT VALID;
        CREATE TABLE checked (a int, b int CONSTRAINT own_valid NOT NULL);
        ALTER TABLE whole ATTACH PARTITION checked FOR VALUES IN (1);
        CREATE TABLE unchecked (a int, b int);
        INSERT INTO unchecked VALUES (2, NULL);
        ALTER TABLE unchecked ADD CONSTRAINT own_not_valid NOT NULL b NOT VALID;
        ALTER TABLE whole ATTACH PARTITION unchecked FOR VALUES IN (2);
        INSERT INTO whole VALUES (1, 1);
        """;

    private const string Constraints = """
        SELECT format('%s %s %s %s', conrelid::regclass, conname, convalidated, coninhcount)
        FROM pg_constraint WHERE contype = 'n' AND conrelid >= 16384 ORDER BY 1
        """;

    // The partitions' constraints are compared by hand: one stated before its parent's stays marked as the partition's own.
    [Theory]
    [EachMajor(From = 18)]
    public async Task Partitions_keep_names_of_their_own_under_a_constraint_that_is_not_valid(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await source.ExecuteAsync(Objects);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id);

        (await target.ColumnAsync<string>(Constraints)).Should().Equal(
            "checked own_valid t 1", "unchecked own_not_valid f 1", "whole of_whole f 0");
        (await target.ColumnAsync<string>("SELECT w::text FROM whole w ORDER BY a")).Should().Equal("(1,1)", "(2,)");
    }
}
