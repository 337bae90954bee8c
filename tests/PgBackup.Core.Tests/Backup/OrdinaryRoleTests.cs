using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Playground.Servers;
using PgBackup.Tests.Doctor;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Backup;

public sealed class OrdinaryRoleTests
{
    private const string Unreadable = """
        CREATE SCHEMA secret;
        CREATE TABLE secret."t 1" (a serial, b int GENERATED ALWAYS AS IDENTITY);
        CREATE TABLE secret.whole (a int) PARTITION BY RANGE (a);
        CREATE TABLE secret.part PARTITION OF secret.whole FOR VALUES FROM (0) TO (10);
        INSERT INTO secret.whole VALUES (1);
        CREATE VIEW secret.v AS SELECT * FROM secret."t 1";
        CREATE TABLE by_column (a int, b int);
        CREATE TABLE guarded (a int);
        INSERT INTO guarded VALUES (1);
        ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
        CREATE SEQUENCE alone;
        SELECT lo_from_bytea(11, 'x'), lo_from_bytea(12, 'y'), lo_from_bytea(13, 'z');
        CREATE EXTENSION hstore;
        CREATE TABLE of_extension (a int);
        ALTER EXTENSION hstore ADD TABLE of_extension;
        """;

    private const string Forbidden = """
        CREATE FOREIGN DATA WRAPPER wrapper;
        CREATE SERVER server FOREIGN DATA WRAPPER wrapper;
        CREATE USER MAPPING FOR PUBLIC SERVER server OPTIONS (password 'x');
        CREATE FOREIGN TABLE far (a int) SERVER server;
        COMMENT ON FOREIGN TABLE far IS 'left out as well';
        CREATE VIEW of_far AS SELECT * FROM far;
        CREATE PUBLICATION everything FOR ALL TABLES;
        CREATE FUNCTION fires() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION fires();
        CREATE TABLE t (a serial PRIMARY KEY, b text);
        INSERT INTO t (b) VALUES ('x');
        CREATE INDEX ON t (b);
        CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
        COMMENT ON TABLE t IS 'kept';
        """;

    [Theory]
    [EachMajor]
    public async Task All_that_may_not_be_read_is_named_with_the_statements_that_help(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(Unreadable);
        await using var role = await ReaderRole.CreateAsync(database);
        await database.ExecuteAsync($"""
            GRANT SELECT (a) ON by_column TO {role.Name}; GRANT SELECT ON guarded TO {role.Name};
            GRANT SELECT ON LARGE OBJECT 12 TO {role.Name};
            """);
        using var host = new BackupHost();
        var backup = host.For(role.ConnectionString);

        var error = (await backup.Invoking(b => b.CreateBackupAsync()).Should().ThrowAsync<PgBackupException>()).Which;

        error.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
        error.Message.Should().Contain(
            "tables public.by_column, secret.part, secret.\"t 1\", all rows (row-level security hides some) of tables public.guarded, "
            + "sequences public.alone, secret.\"t 1_a_seq\", secret.\"t 1_b_seq\", large objects 11, 13.");
        error.Message.Should().NotContain("of_extension");
        Directory.Exists(host.StorePath).Should().BeFalse();
        var start = error.Message.IndexOf("run: ", StringComparison.Ordinal) + 5;
        await database.ExecuteAsync(error.Message[start..error.Message.IndexOf(". Or leave", StringComparison.Ordinal)]);
        var info = await backup.CreateBackupAsync();
        info.Warnings.Should().BeEmpty();
        info.Rows.Should().Be(5);
    }

    [Theory]
    [EachMajor]
    public async Task What_may_not_be_read_is_left_out_on_demand(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(Unreadable);
        await using var role = await ReaderRole.CreateAsync(database);
        await database.ExecuteAsync(
            $"GRANT SELECT ON by_column TO {role.Name}; INSERT INTO by_column VALUES (1); GRANT SELECT ON LARGE OBJECT 12 TO {role.Name}");
        using var host = new BackupHost();

        var backup = await host.For(role.ConnectionString).CreateBackupAsync(new BackupOptions { SkipUnreadable = true });

        backup.Warnings.Should().HaveCount(7).And.OnlyContain(w => w.Contains("may not read"));
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id);
        (await target.ScalarAsync<long>("SELECT count(*) FROM by_column")).Should().Be(1);
        (await target.ScalarAsync<long>("SELECT count(*) FROM secret.whole")).Should().Be(0);
        (await target.ColumnAsync<uint>("SELECT oid FROM pg_largeobject_metadata")).Should().Equal(12u);
        var withoutRows = new BackupOptions { ExcludeData = ["secret.*", "guarded", "alone"], LargeObjects = false };
        (await host.For(role.ConnectionString).CreateBackupAsync(withoutRows)).Warnings.Should().BeEmpty();
    }

    [Theory]
    [EachMajor(From = 14)]
    public async Task A_role_that_reads_all_data_lacks_only_what_that_does_not_cover(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(Unreadable);
        await using var role = await ReaderRole.CreateAsync(database);
        await database.ExecuteAsync($"GRANT pg_read_all_data TO {role.Name}");
        using var host = new BackupHost();

        var backup = () => host.For(role.ConnectionString).CreateBackupAsync();

        (await backup.Should().ThrowAsync<PgBackupException>()).Which.Message.Should().StartWith(
            $"Role {role.Name} may not read all rows (row-level security hides some) of tables public.guarded, large objects 11, 12, 13.");
    }

    [Theory]
    [EachMajor]
    public async Task What_a_role_may_not_create_is_an_error_or_left_out_as_psql_does(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await source.ExecuteAsync(Forbidden);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        await using var role = await ReaderRole.CreateAsync(source);
        await using var target = await PostgresServers.CreateDatabaseAsync(major, new ThrowawayDatabaseOptions { Owner = role.Name });
        var restore = host.For(target.ConnectionStringOf(role.Name, "hunter2"));

        var strict = () => restore.RestoreBackupAsync(backup.Id);
        var error = (await strict.Should().ThrowAsync<PgBackupException>()).Which;
        error.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
        error.Message.Should().Contain("FOREIGN DATA WRAPPER wrapper").And.Contain("SkipForbidden");
        (await target.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname IN ('t', 'm')")).Should().Be(0);

        var result = await restore.RestoreBackupAsync(backup.Id, new RestoreOptions { SkipForbidden = true });

        result.Rows.Should().Be(1);
        result.Warnings.Where(w => w.Contains(": left out", StringComparison.Ordinal))
            .Select(w => w[..w.IndexOf(':', StringComparison.Ordinal)])
            .Should().BeEquivalentTo(
                "FOREIGN DATA WRAPPER wrapper", "SERVER server", "USER MAPPING public", "FOREIGN TABLE public.far", "VIEW public.of_far",
                "PUBLICATION everything", "EVENT TRIGGER watch");
        await using var loaded = await PostgresServers.CreateDatabaseAsync(major, new ThrowawayDatabaseOptions { Owner = role.Name });
        await using (var script = host.OpenScript(backup))
            await Psql.RunAsRoleAsync(loaded, role.Name, script);
        (await DatabaseComparison.CompareAsync(loaded.ConnectionString, target.ConnectionString)).Should().BeEmpty();
    }
}
