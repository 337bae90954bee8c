using FluentAssertions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PgBackup.Formats;
using PgBackup.Playground.Servers;
using PgBackup.Stores;
using PgBackup.Tests.History;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Globals;

public sealed class RoleRestoreTests
{
    private const string Roles = """
        CREATE ROLE "roles_test Group" NOINHERIT CREATEROLE CREATEDB;
        CREATE ROLE roles_test_admin SUPERUSER REPLICATION BYPASSRLS;
        CREATE ROLE "roles_test
        \! ""'$$ %I :x" LOGIN;
        CREATE ROLE roles_test_user LOGIN PASSWORD 'secret word' CONNECTION LIMIT 7 VALID UNTIL '2031-02-03 04:05:06+00';
        COMMENT ON ROLE roles_test_user IS E'it''s a secret-keeper \\ $$ :x';
        ALTER ROLE roles_test_user SET search_path = "$user", public;
        ALTER ROLE roles_test_user SET role = 'roles_test Group';
        ALTER ROLE roles_test_user SET statement_timeout = '5s';
        GRANT "roles_test Group" TO roles_test_admin WITH ADMIN OPTION;
        GRANT pg_read_all_settings TO "roles_test Group";
        CREATE TABLE kept (id int PRIMARY KEY);
        ALTER TABLE kept OWNER TO roles_test_user;
        """;

    private const string MoreRoles = """
        GRANT "roles_test Group" TO roles_test_user WITH INHERIT FALSE, SET FALSE GRANTED BY roles_test_admin;
        GRANT pg_monitor TO roles_test_user WITH INHERIT TRUE;
        """;

    // The bootstrap superuser's name is another one on the target.
    private const string Facts = """
        SELECT f.line FROM (
            SELECT to_jsonb(r) - 'oid' || jsonb_build_object(
                'comment', shobj_description(r.oid, 'pg_authid'), 'settings', s.setconfig) AS line
            FROM pg_authid r LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
            UNION ALL
            SELECT to_jsonb(m) - '{oid,roleid,member,grantor}'::text[] || jsonb_build_object(
                'role', m.roleid::regrole, 'member', m.member::regrole, 'by', CASE WHEN m.grantor <> 10 THEN m.grantor::regrole END)
            FROM pg_auth_members m
        ) f
        WHERE f.line::text LIKE '%roles_test%' AND coalesce(f.line->>'member', '') NOT IN ('helper', 'maker')
        ORDER BY f.line::text
        """;

    private const string ParameterPrivileges = """
        SELECT split_part(x::text, '/', 1) FROM pg_parameter_acl, unnest(paracl) x WHERE x::text LIKE 'roles_test%'
        """;

    private const string Owner = "SELECT relowner::regrole::text FROM pg_class WHERE relname = 'kept'";

    [Theory]
    [EachMajor]
    public async Task Roles_come_back_on_a_server_whose_superuser_has_another_name(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        using var host = new BackupHost();
        BackupInfo backup;
        IReadOnlyList<string> facts;
        IReadOnlyList<string> parameters = [];
        try
        {
            await source.ExecuteAsync(Roles);
            if (major >= 15)
                await source.ExecuteAsync("GRANT SET ON PARAMETER log_statement TO roles_test_user WITH GRANT OPTION");
            if (major >= 16)
                await source.ExecuteAsync(MoreRoles);
            backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithPasswords });
            (await host.For(source.ConnectionString).VerifyBackupAsync(backup.Id, VerificationLevel.Structure)).Problems.Should().BeEmpty();
            facts = await source.ColumnAsync<string>(Facts);
            if (major >= 15)
                parameters = await source.ColumnAsync<string>(ParameterPrivileges);
        }
        finally
        {
            await DropRolesAsync(source);
        }

        await using var server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions { Major = major, AllowExisting = false });
        var (byLibrary, byScript, later, byMaker) =
            (await TargetAsync(server), await TargetAsync(server), await TargetAsync(server), await TargetAsync(server));
        await RenameSuperuserAsync(server);

        var log = new LogCollector();
        var result = await RestoreAsync(host, backup, byLibrary, log);
        result.Warnings.Should().BeEmpty();
        await ShouldBeThereAsync(byLibrary);
        log.Entries.Select(e => e.Text).Should().Contain(t => t.Contains("CREATE ROLE roles_test_user"), "all commands are logged")
            .And.NotContain(t => t.Contains("SCRAM-SHA-256$") || t.Contains("'md5"));

        // Neither touches a role that is there, nor its memberships.
        await later.ExecuteAsync("""
            ALTER ROLE roles_test_user NOLOGIN PASSWORD 'changed';
            ALTER ROLE roles_test_user RESET ALL;
            COMMENT ON ROLE roles_test_user IS NULL;
            REVOKE pg_read_all_settings FROM "roles_test Group";
            ALTER ROLE roles_test_admin NOSUPERUSER;
            """);
        var changed = await later.ColumnAsync<string>(Facts);
        var plan = await host.For(later.ConnectionString).PlanRestoreAsync(backup.Id, new RestoreOptions { Roles = true });
        plan.Steps.Should().Contain(s => s.Action == RestoreAction.Keep && s.Kind == "ROLE" && s.Name == "roles_test_user");
        await host.For(later.ConnectionString).RestoreBackupAsync(backup.Id, new RestoreOptions { Roles = true });
        (await later.ColumnAsync<string>(Facts)).Should().Equal(changed);
        await later.ExecuteAsync("DROP TABLE kept");
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(later, script);
        (await later.ColumnAsync<string>(Facts)).Should().Equal(changed);

        foreach (var database in new[] { byLibrary, later })
            await database.ExecuteAsync("DROP TABLE kept");
        await DropRolesAsync(later);
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(byScript, script);
        await ShouldBeThereAsync(byScript);

        await DropRolesAsync(byScript);
        await MakerMakesWhatItMayAsync(host, backup, byMaker, facts.Single(f => f.Contains("secret-keeper")));

        async Task ShouldBeThereAsync(TestDatabase database)
        {
            (await database.ColumnAsync<string>(Facts)).Should().Equal(facts);
            if (major >= 15)
                (await database.ColumnAsync<string>(ParameterPrivileges)).Should().Equal(parameters);
            (await database.ScalarAsync<string>(Owner)).Should().Be("roles_test_user");
        }
    }

    [Fact]
    public async Task Settings_of_all_roles_come_back_where_the_server_has_none_of_their_name()
    {
        const string AllRoles = "SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = 0 AND setdatabase = 0";
        await using var server = await ThrowawayServer.StartAsync(
            new ThrowawayServerOptions { Major = TestMajors.Any, AllowExisting = false });
        await using var source = await TestDatabase.CreateAsync(server);
        using var host = new BackupHost();
        await source.ExecuteAsync("ALTER ROLE ALL SET work_mem = '5MB'; ALTER ROLE ALL SET search_path = \"$user\", 'it''s', public");
        var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { Roles = BackupRoles.WithoutPasswords });
        var settings = await source.ColumnAsync<string>(AllRoles);
        await source.ExecuteAsync("ALTER ROLE ALL RESET ALL");
        await using var byLibrary = await TestDatabase.CreateAsync(server);
        await using var byScript = await TestDatabase.CreateAsync(server);

        await host.For(byLibrary.ConnectionString).RestoreBackupAsync(backup.Id, new RestoreOptions { Roles = true });
        (await source.ColumnAsync<string>(AllRoles)).Should().Equal(settings);
        await source.ExecuteAsync("ALTER ROLE ALL SET work_mem = '6MB'; ALTER ROLE ALL RESET search_path");
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(byScript, script);

        (await source.ColumnAsync<string>(AllRoles)).Should().BeEquivalentTo(
            "work_mem=6MB", settings.Single(s => s.StartsWith("search", StringComparison.Ordinal)));
    }

    // A role with CREATEROLE that is no superuser, as those of managed servers are.
    private static async Task MakerMakesWhatItMayAsync(BackupHost host, BackupInfo backup, TestDatabase target, string user)
    {
        await target.ExecuteAsync($"""
            CREATE ROLE maker LOGIN CREATEROLE CREATEDB PASSWORD 'maker';
            ALTER DATABASE {target.Name} OWNER TO maker;
            GRANT ALL ON SCHEMA public TO maker;
            """);

        var result = await host.For(target.As("maker", "maker").ConnectionString)
            .RestoreBackupAsync(backup.Id, new RestoreOptions { Roles = true });

        result.Warnings.Should().Contain(w => w.Contains("ALTER ROLE roles_test_admin SUPERUSER"))
            .And.NotContain(w => w.Contains("CREATE ROLE") || w.Contains("PASSWORD") || w.Contains("roles_test_user SET"));
        (await target.ColumnAsync<string>(Facts)).Should().Contain(user, "attributes, comment, settings and password need no superuser");
        (await target.ScalarAsync<bool>("SELECT rolsuper FROM pg_roles WHERE rolname = 'roles_test_admin'")).Should().BeFalse();
        (await target.ScalarAsync<string>(Owner)).Should().Be("maker");
    }

    // By a host's data source that logs all that is sent.
    private static async Task<RestoreResult> RestoreAsync(BackupHost host, BackupInfo backup, TestDatabase target, LogCollector log)
    {
        using var loggers = new CollectorFactory(log);
        await using var dataSource = new NpgsqlDataSourceBuilder(target.ConnectionString).UseLoggerFactory(loggers).Build();
        await using var backups = new DatabaseBackup(
            Options.Create(new PgBackupOptions { History = HistoryMode.Disabled }), [new SqlFormat()], new LocalFileStore(host.StorePath),
            TimeProvider.System, log, dataSource);
        return await backups.RestoreBackupAsync(backup.Id, new RestoreOptions { Roles = true }, null, default);
    }

    private static async Task<TestDatabase> TargetAsync(ThrowawayServer server) =>
        (await TestDatabase.CreateAsync(server)).As("boss", new NpgsqlConnectionStringBuilder(server.ConnectionString).Password!);

    private static async Task RenameSuperuserAsync(ThrowawayServer server)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false };
        await ExecuteAsync(connection, $"CREATE ROLE helper SUPERUSER LOGIN PASSWORD '{connection.Password}'");
        var name = connection.Username;
        connection.Username = "helper";
        await ExecuteAsync(connection, $"ALTER ROLE {name} RENAME TO boss");
        await ExecuteAsync(connection, $"ALTER ROLE boss PASSWORD '{connection.Password}'");
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder settings, string sql)
    {
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task DropRolesAsync(TestDatabase database)
    {
        await database.ExecuteAsync("DROP TABLE IF EXISTS kept");
        if (database.Major >= 15)
            await database.ExecuteAsync("REVOKE ALL ON PARAMETER log_statement FROM roles_test_user CASCADE");
        await database.ExecuteAsync("""
            DROP ROLE roles_test_user, roles_test_admin, "roles_test Group", "roles_test
            \! ""'$$ %I :x"
            """);
    }

    private sealed class CollectorFactory(LogCollector collector) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => collector;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
