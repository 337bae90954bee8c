using FluentAssertions;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class MissingTablespaceTests
{
    [Fact]
    public async Task Objects_of_a_tablespace_that_the_server_lacks_go_to_the_default_one_with_one_warning()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await Psql.RunAsync(source, """
            SET allow_in_place_tablespaces = on;
            CREATE TABLESPACE "Soon gone" LOCATION '';
            CREATE TABLE t (a int PRIMARY KEY USING INDEX TABLESPACE "Soon gone") TABLESPACE "Soon gone";
            CREATE MATERIALIZED VIEW m TABLESPACE "Soon gone" AS SELECT 1 AS a;
            CREATE TABLE other (a int) TABLESPACE pg_default;
            INSERT INTO t VALUES (7);
            """);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        await Psql.RunAsync(source, "DROP TABLE t; DROP MATERIALIZED VIEW m; DROP TABLESPACE \"Soon gone\";");

        var result = await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id);

        result.Warnings.Should().ContainSingle().Which.Should().Contain("\"Soon gone\"");
        (await target.ColumnAsync<int>("SELECT a FROM t UNION ALL SELECT a FROM m")).Should().Equal(7, 1);
    }
}
