using FluentAssertions;
using Npgsql;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Objects_of_a_tablespace_that_the_role_may_not_use_go_to_the_default_one_and_the_warnings_say_so(bool skipForbidden)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var space = $"space_{source.Name}";
        await Psql.RunAsync(source, $"""
            SET allow_in_place_tablespaces = on;
            CREATE TABLESPACE {space} LOCATION '';
            CREATE TABLE t (a int PRIMARY KEY USING INDEX TABLESPACE {space}, b int) TABLESPACE {space};
            CREATE INDEX t_b ON t (b) TABLESPACE {space};
            CREATE MATERIALIZED VIEW m TABLESPACE {space} AS SELECT 1 AS a;
            CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p_1 PARTITION OF p DEFAULT;
            CREATE INDEX p_a ON p (a) TABLESPACE {space};
            INSERT INTO t VALUES (7);
            """);
        try
        {
            using var host = new BackupHost();
            var backup = await host.For(source.ConnectionString).CreateBackupAsync();
            await using var role = await Doctor.ReaderRole.CreateAsync(target);
            await target.ExecuteAsync($"GRANT CREATE ON SCHEMA public TO {role.Name}");

            var result = await host.For(new NpgsqlConnectionStringBuilder(role.ConnectionString) { Pooling = false }.ConnectionString)
                .RestoreBackupAsync(backup.Id, new RestoreOptions { SkipForbidden = skipForbidden, Owners = RestoreOwnership.Skip });

            result.Warnings.Should().HaveCount(6).And.OnlyContain(
                w => w.EndsWith($": one statement is left out, because permission denied for tablespace {space}."));
            (await target.ColumnAsync<string>("""
                SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND reltablespace = 0 ORDER BY relname
                """)).Should().Equal("m", "p", "p_1", "p_1_a_idx", "p_a", "t", "t_b", "t_pkey");
        }
        finally
        {
            await source.ExecuteAsync("DROP TABLE t, p; DROP MATERIALIZED VIEW m");
            await source.ExecuteAsync($"DROP TABLESPACE {space}");
        }
    }
}
