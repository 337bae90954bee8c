using System.Globalization;
using FluentAssertions;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class RoleMappingTests
{
    // {0} owns, {1} reads, {2} may grant on; {5} and {6} only look like the first two.
    private const string Script = """
        CREATE SCHEMA "to" AUTHORIZATION "{0}";
        CREATE TABLE "to"."from" (a int PRIMARY KEY, "to" text, owner name DEFAULT 'OWNER TO {5}');
        ALTER TABLE "to"."from" OWNER TO "{0}";
        CREATE TABLE "to"."{5}" (a int REFERENCES "to"."from");
        ALTER TABLE "to"."{5}" OWNER TO "{0}";
        INSERT INTO "to"."from" VALUES (1, '{5}');
        GRANT USAGE ON SCHEMA "to" TO "{2}" WITH GRANT OPTION;
        GRANT USAGE ON SCHEMA "to" TO "{1}";
        GRANT SELECT ("to", a) ON "to"."from" TO "{1}";
        GRANT UPDATE ON "to"."from" TO "{2}" WITH GRANT OPTION;
        SET ROLE "{2}";
        GRANT UPDATE ON "to"."from" TO "{1}" WITH GRANT OPTION;
        SET ROLE "{1}";
        GRANT UPDATE ON "to"."from" TO other_{3};
        RESET ROLE;
        REVOKE DELETE ON "to"."from" FROM "{0}";
        ALTER TABLE "to"."from" ENABLE ROW LEVEL SECURITY;
        CREATE POLICY "TO" ON "to"."from" FOR SELECT TO "{1}", other_{3} USING ("to" <> 'TO {6}');
        CREATE VIEW "to".v AS SELECT 'GRANT x TO {6}' AS "{6}" FROM "to"."from";
        ALTER VIEW "to".v OWNER TO "{1}";
        CREATE FUNCTION "to".f("to" text) RETURNS text LANGUAGE sql SET role TO '{1}' AS 'SELECT ''SET ROLE {6}''';
        ALTER FUNCTION "to".f OWNER TO "{0}";
        REVOKE EXECUTE ON FUNCTION "to".f FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION "to".f TO "{2}";
        ALTER DEFAULT PRIVILEGES FOR ROLE "{0}" IN SCHEMA "to" GRANT SELECT ON TABLES TO "{1}";
        ALTER DEFAULT PRIVILEGES FOR ROLE "{2}" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        CREATE FOREIGN DATA WRAPPER "{5}";
        CREATE SERVER "{6}" FOREIGN DATA WRAPPER "{5}";
        CREATE USER MAPPING FOR "{1}" SERVER "{6}" OPTIONS ("user" '{6}');
        CREATE USER MAPPING FOR PUBLIC SERVER "{6}";
        SELECT lo_create(77);
        ALTER LARGE OBJECT 77 OWNER TO "{2}";
        GRANT SELECT ON LARGE OBJECT 77 TO "{1}";
        COMMENT ON SCHEMA "to" IS 'ALTER SCHEMA "to" OWNER TO {5}';
        """;

    private const string Properties = """
        ALTER DATABASE "{4}" OWNER TO "{0}";
        REVOKE CONNECT ON DATABASE "{4}" FROM PUBLIC;
        GRANT CONNECT ON DATABASE "{4}" TO "{1}" WITH GRANT OPTION;
        ALTER ROLE "{1}" IN DATABASE "{4}" SET application_name TO 'TO {6}';
        COMMENT ON DATABASE "{4}" IS ' OWNER TO {5}';
        """;

    [Fact]
    public async Task Settings_and_user_mappings_of_roles_that_are_missing_are_left_out()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var (gone, here) = ($"gone_{source.Name}", $"here_{source.Name}");
        using var host = new BackupHost();
        await source.ExecuteAsync($"""
            CREATE ROLE {gone}; CREATE ROLE {here};
            ALTER ROLE {gone} IN DATABASE {source.Name} SET work_mem = '5MB';
            ALTER ROLE {here} IN DATABASE {source.Name} SET work_mem = '6MB';
            CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
            CREATE USER MAPPING FOR {gone} SERVER s; CREATE USER MAPPING FOR {here} SERVER s;
            """);
        try
        {
            var id = (await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { DatabaseProperties = true })).Id;
            var bothToOne = new RestoreOptions { DatabaseProperties = true, RoleMapping = { [gone] = here } };
            (await host.For(target.ConnectionString).PlanRestoreAsync(id, bothToOne)).Conflicts.Should().ContainSingle()
                .Which.Message.Should().Contain($"USER MAPPING FOR {here} SERVER s would be made twice");
            await source.ExecuteAsync($"DROP USER MAPPING FOR {gone} SERVER s; DROP ROLE {gone}");

            var result = await host.For(target.ConnectionString).RestoreBackupAsync(id, new RestoreOptions { DatabaseProperties = true });

            result.Warnings.Should().BeEquivalentTo(
            [
                $"Settings of role {gone} are left out for DATABASE {target.Name}: it does not exist on the server.",
                $"USER MAPPING FOR {gone} SERVER s of role {gone} left out: it does not exist on the server.",
            ]);
            (await target.ColumnAsync<string>("SELECT usename::text FROM pg_user_mappings")).Should().Equal(here);
            (await target.ColumnAsync<string>(
                "SELECT setrole::regrole || setconfig::text FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase "
                + "WHERE datname = current_database()")).Should().Equal($"{here}{{work_mem=6MB}}");
        }
        finally
        {
            await target.ExecuteAsync($"DROP OWNED BY {here} CASCADE; DROP FOREIGN DATA WRAPPER IF EXISTS w CASCADE");
            await source.ExecuteAsync($"DROP FOREIGN DATA WRAPPER w CASCADE; DROP ROLE IF EXISTS {gone}; DROP ROLE {here}");
        }
    }

    [Theory]
    [EachMajor]
    public async Task Every_statement_names_the_other_role(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var expected = await PostgresServers.CreateDatabaseAsync(major);
        await using var target = await PostgresServers.CreateDatabaseAsync(major);
        await using var roles = await Roles.CreateAsync(source);
        await MakeAsync(source, roles.Old, source.Name, roles.Old);
        await MakeAsync(expected, roles.New, source.Name, roles.Old);
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { DatabaseProperties = true });

        var options =
            new RestoreOptions { Owners = RestoreOwnership.Require, Privileges = RestoreOwnership.Require, DatabaseProperties = true };
        roles.Map(options.RoleMapping);
        var result = await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id, options);

        result.Warnings.Should().BeEmpty();
        await RestoreWorld.SameAsync(expected.ConnectionString, target.ConnectionString);
        const string OfDatabase = """
            SELECT pg_get_userbyid(datdba) || ' ' || datacl::text || ' ' || shobj_description(oid, 'pg_database') || ' '
                || (SELECT string_agg(setrole::regrole || setconfig::text, ',') FROM pg_db_role_setting WHERE setdatabase = d.oid)
            FROM pg_database d WHERE datname = current_database()
            """;
        (await target.ScalarAsync<string>(OfDatabase)).Should().Be(await expected.ScalarAsync<string>(OfDatabase));
        if (await PgDump.FindAsync(major) is { } dump)
            (await dump.SchemaAsync(target)).Should().Be(await dump.SchemaAsync(expected));
    }

    [Fact]
    public async Task Roles_that_are_not_there_are_refused_before_anything_is_touched()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (a int)");
        await using var roles = await Roles.CreateAsync(world.Source);
        await world.Source.ExecuteAsync($"ALTER TABLE t OWNER TO \"{roles.Old[0]}\"");
        var id = await world.BackUpAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync(world.Source.Major);

        var unknown = await world.FailAsync(
            id, new RestoreOptions { RoleMapping = { [roles.Old[0].ToLowerInvariant()] = roles.New[0] } }, PgBackupErrorCodes.RoleNotFound,
            target);
        unknown.Message.Should().Contain("names no role").And.Contain($"Did you mean '{roles.Old[0]}'");
        var missing = await world.FailAsync(
            id, new RestoreOptions { RoleMapping = { [roles.Old[0]] = "nobody's" } }, PgBackupErrorCodes.RoleNotFound, target);
        missing.Message.Should().Contain("\"nobody's\"").And.Contain("CREATE ROLE");
    }

    [Fact]
    public void Mapping_that_makes_no_sense_is_refused()
    {
        var contradictions = new RestoreOptions[]
        {
            new() { RoleMapping = { ["a"] = "b" }, Roles = true },
            new() { RoleMapping = { ["a"] = "b" }, DataOnly = true },
            new() { RoleMapping = { ["a"] = "" } },
            new() { RoleMapping = { ["public"] = "b" } },
            new() { RoleMapping = { ["a"] = "public" } },
            new() { Strict = true, SkipForbidden = true },
        };

        contradictions.Should().AllSatisfy(o =>
            FluentActions.Invoking(() => PgBackup.Restore.RestoreSettings.From(o, new PgBackupOptions())).Should()
                .Throw<ArgumentException>());
    }

    private static async Task MakeAsync(TestDatabase database, string[] roles, string suffix, string[] texts) => await Psql.RunAsync(
        database,
        string.Format(CultureInfo.InvariantCulture, Script + Properties, [.. roles, suffix, database.Name, .. texts]));

    private sealed class Roles : IAsyncDisposable
    {
        private readonly TestDatabase _database;

        private Roles(TestDatabase database)
        {
            _database = database;
            Old = [$"Owner TO {database.Name}", $"grant {database.Name}", $"from_{database.Name}"];
            // Swapped in part: none is replaced twice.
            New = [$"new {database.Name}", $"from_{database.Name}", $"grant {database.Name}"];
        }

        public string[] Old { get; }

        public string[] New { get; }

        private IEnumerable<string> All => Old.Union(New).Append($"other_{_database.Name}");

        public static async Task<Roles> CreateAsync(TestDatabase database)
        {
            var roles = new Roles(database);
            await database.ExecuteAsync(string.Join(";", roles.All.Select(r => $"CREATE ROLE \"{r}\"")));
            return roles;
        }

        public void Map(IDictionary<string, string> mapping)
        {
            for (var i = 0; i < Old.Length; i++)
                mapping.Add(Old[i], New[i]);
        }

        // The databases that the roles own things in are dropped before, but for the one that they are made in.
        public async ValueTask DisposeAsync()
        {
            await _database.ExecuteAsync($"ALTER DATABASE \"{_database.Name}\" OWNER TO postgres");
            await _database.ExecuteAsync(string.Join(";", All.Select(r => $"DROP OWNED BY \"{r}\" CASCADE")));
        }
    }
}
