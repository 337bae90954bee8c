using FluentAssertions;
using Npgsql;
using PgBackup.Archive;
using PgBackup.Playground.Servers;
using PgBackup.Tests.Archive;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>Targets as managed servers have them: the highest role is no superuser, and the source's roles are not there.</summary>
public sealed class ManagedTargetTests
{
    private const string Script = """
        CREATE SCHEMA app;
        CREATE TABLE app.t (a serial PRIMARY KEY, b text);
        INSERT INTO app.t (b) VALUES ('x');
        ALTER TABLE app.t OWNER TO gone_{0};
        GRANT SELECT ON app.t TO gone_{0}, kept_{0};
        ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY shared ON app.t TO gone_{0}, kept_{0} USING (true);
        CREATE POLICY one ON app.t TO gone_{0};
        ALTER DEFAULT PRIVILEGES FOR ROLE gone_{0} GRANT SELECT ON TABLES TO kept_{0};
        SET allow_in_place_tablespaces = on;
        CREATE TABLESPACE "space {0}" LOCATION '';
        CREATE TABLE app.far (a int) TABLESPACE "space {0}";
        CREATE FUNCTION app.low(text) RETURNS text LANGUAGE internal AS 'lower';
        CREATE INDEX t_low ON app.t (b);
        CREATE VIEW app.lows AS SELECT app.low(b) AS l FROM app.t;
        CREATE PUBLICATION everything FOR ALL TABLES;
        CREATE EXTENSION dblink;
        CREATE FUNCTION app.fires() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION app.fires();
        """;

    [Fact]
    public async Task What_cannot_be_is_named_before_anything_is_touched_and_left_out_on_demand()
    {
        await using var world = await ManagedWorld.CreateAsync();
        var (backups, name) = (world.Target, world.Name);

        var plan = await backups.PlanRestoreAsync(world.BackupId);

        plan.Conflicts.Select(c => (c.Code, c.Name)).Should().BeEquivalentTo(
        [
            (PgBackupErrorCodes.PermissionDenied, "FUNCTION app.low(text)"),
            (PgBackupErrorCodes.PermissionDenied, "PUBLICATION everything"),
            (PgBackupErrorCodes.PermissionDenied, "EXTENSION dblink"),
            (PgBackupErrorCodes.PermissionDenied, "EVENT TRIGGER watch"),
        ]);
        plan.Conflicts.Should().OnlyContain(c => c.Message.Contains("SkipForbidden"));
        var refusal = await RestoreWorld.FailAsync(
            world.Database, () => backups.RestoreBackupAsync(world.BackupId), PgBackupErrorCodes.PermissionDenied);
        refusal.Message.Should().Contain("EVENT TRIGGER watch");

        var options = new RestoreOptions { SkipForbidden = true };
        var lenient = await backups.PlanRestoreAsync(world.BackupId, options);
        var result = await backups.RestoreBackupAsync(world.BackupId, options);

        result.Warnings.Should().Equal(lenient.Warnings, "all that is left out is known beforehand");
        result.Warnings.Should().BeEquivalentTo(
        [
            $"Privileges of role gone_{name} are left out on objects made later: it does not exist on the server.",
            $"Role gone_{name} does not become the owner of SEQUENCE app.t_a_seq, TABLE app.t: it does not exist on the server.",
            $"Role gone_{name} is left out of POLICY one ON app.t, POLICY shared ON app.t: it does not exist on the server.",
            $"Role postgres does not become the owner of {world.OwnedByPostgres}: role {world.Role} may not act for it.",
            $"Tablespace \"space {name}\" does not exist on the server: what it held goes where the database's objects go (TABLE app.far).",
            "FUNCTION app.low: left out, because only a superuser may create functions in language internal.",
            "VIEW app.lows: left out, because it needs FUNCTION app.low, which is left out.",
            "PUBLICATION everything: left out, because only a superuser may create it.",
            "EXTENSION dblink: left out, because permission denied to create extension \"dblink\".",
            "EVENT TRIGGER watch: left out, because permission denied to create event trigger \"pgbackup_trial\".",
        ]);
        (await world.Database.ColumnAsync<string>("SELECT polname || polroles::regrole[]::text FROM pg_policy")).Should()
            .Equal($"shared{{kept_{name}}}");
        (await world.Database.ScalarAsync<string>("SELECT relacl::text FROM pg_class WHERE relname = 't'")).Should()
            .Contain($"kept_{name}=r/");
        (await world.Database.ScalarAsync<long>("SELECT count(*) FROM app.t")).Should().Be(1);
    }

    [Fact]
    public async Task Strict_restore_refuses_all_that_it_would_leave_out()
    {
        await using var world = await ManagedWorld.CreateAsync();
        var lenient = await world.Target.PlanRestoreAsync(world.BackupId, new RestoreOptions { SkipForbidden = true });

        var plan = await world.Target.PlanRestoreAsync(world.BackupId, new RestoreOptions { Strict = true });

        plan.Warnings.Should().BeEmpty();
        // The view is left out for its function alone.
        plan.Conflicts.Should().HaveCount(lenient.Warnings.Count - 1);
        plan.Conflicts.Select(c => c.Code).Should().Contain(
            [PgBackupErrorCodes.RoleNotFound, PgBackupErrorCodes.PermissionDenied, PgBackupErrorCodes.DependencyNotFound]);
        await RestoreWorld.FailAsync(
            world.Database,
            () => world.Target.RestoreBackupAsync(world.BackupId, new RestoreOptions { Strict = true }),
            plan.Conflicts[0].Code);
    }

    [Theory]
    [InlineData(RestoreOwnership.Require, RestoreOwnership.Skip, "owner of SEQUENCE app.t_a_seq, TABLE app.t")]
    [InlineData(RestoreOwnership.Skip, RestoreOwnership.Require, "Privileges of role gone", "left out of POLICY one ON app.t")]
    public async Task Required_role_that_is_missing_is_a_conflict(
        RestoreOwnership owners, RestoreOwnership privileges, params string[] messages)
    {
        await using var world = await ManagedWorld.CreateAsync();
        var options = new RestoreOptions { Owners = owners, Privileges = privileges, SkipForbidden = true };

        var conflicts = (await world.Target.PlanRestoreAsync(world.BackupId, options)).Conflicts.Where(c => c.Name == $"gone_{world.Name}")
            .ToList();

        conflicts.Should()
            .OnlyContain(c => c.Code == PgBackupErrorCodes.RoleNotFound && c.Message.Contains($"CREATE ROLE gone_{world.Name}"));
        conflicts.Select(c => c.Message).Should().SatisfyRespectively(
            messages.Select<string, Action<string>>(m => c => c.Should().Contain(m)));
        options.RoleMapping.Add($"gone_{world.Name}", $"kept_{world.Name}");
        (await world.Target.PlanRestoreAsync(world.BackupId, options)).Conflicts.Should()
            .NotContain(c => c.Code == PgBackupErrorCodes.RoleNotFound);
    }

    [Fact]
    public async Task Omission_that_only_the_server_knows_of_undoes_a_strict_restore()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync($"CREATE TABLE t (a int); ALTER DATABASE \"{source.Name}\" SET log_statement TO 'none'");
        using var host = new BackupHost();
        var backup = await host.For(source.ConnectionString).CreateBackupAsync(new BackupOptions { DatabaseProperties = true });
        await using var target = await PostgresServers.CreateDatabaseAsync();
        // Only a superuser may set it, which the plan does not know.
        await using var role = await Doctor.ReaderRole.CreateAsync(target);
        await target.ExecuteAsync($"ALTER DATABASE \"{target.Name}\" OWNER TO {role.Name}");
        var strict = new RestoreOptions { Strict = true, Owners = RestoreOwnership.Skip, DatabaseProperties = true };
        var backups = host.For(new NpgsqlConnectionStringBuilder(role.ConnectionString) { Pooling = false }.ConnectionString);

        (await backups.PlanRestoreAsync(backup.Id, strict)).Conflicts.Should().BeEmpty();
        await RestoreWorld.FailAsync(target, () => backups.RestoreBackupAsync(backup.Id, strict), PgBackupErrorCodes.PermissionDenied);
        strict.Strict = false;
        (await backups.RestoreBackupAsync(backup.Id, strict)).Warnings.Should().ContainSingle().Which.Should().Contain("log_statement");
        await target.ExecuteAsync($"ALTER DATABASE \"{target.Name}\" OWNER TO postgres");
    }

    [Fact]
    public async Task Extension_that_the_server_does_not_have_is_named_with_its_version()
    {
        await using var world = await RestoreWorld.CreateAsync(
            "CREATE EXTENSION hstore; CREATE TABLE t (h hstore); CREATE TABLE other (a int)");
        var id = await world.BackUpAsync();
        var manifest = await world.Backups.ReadManifestAsync(id);
        var version = manifest.Entries.Single(IsHstore).ExtensionVersion;
        await using var target = await PostgresServers.CreateDatabaseAsync();

        await ChangeAsync(e => e with { ExtensionVersion = "0.9" });
        (await world.Over(target).PlanRestoreAsync(id)).Warnings.Should().ContainSingle()
            .Which.Should().Contain("EXTENSION hstore").And.Contain(version).And.Contain("0.9");
        (await world.Backups.PlanRestoreAsync(id)).Warnings.Should().Contain(w => w.Contains("installed in the target"));

        await ChangeAsync(e => e with { Name = "no_store" });
        var conflict = (await world.Over(target).PlanRestoreAsync(id)).Conflicts.Should().ContainSingle().Subject;
        conflict.Code.Should().Be(PgBackupErrorCodes.DependencyNotFound);
        conflict.Message.Should().Contain("no_store").And.Contain(version).And.Contain("SkipForbidden");
        var result = await world.RestoreAsync(id, new RestoreOptions { SkipForbidden = true }, target);
        result.Warnings.Should().Contain(w => w.StartsWith("TABLE public.t: left out", StringComparison.Ordinal));
        (await target.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = "
            + "'public'::regnamespace"))
            .Should().Equal("other");

        static bool IsHstore(BackupEntry entry) => entry is { Kind: "EXTENSION", Name: "hstore" };

        Task ChangeAsync(Func<BackupEntry, BackupEntry> change) => File.WriteAllBytesAsync(
            Path.Combine(world.Host.StorePath, id + ManifestJson.FileSuffix),
            ManifestBytes.Of(manifest with { Entries = [.. manifest.Entries.Select(e => IsHstore(e) ? change(e) : e)] }));
    }

    [Fact]
    public async Task Rights_that_a_load_needs_are_named_before_anything_is_touched()
    {
        await using var world = await RestoreWorld.CreateAsync(
            "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int REFERENCES t); INSERT INTO t VALUES (1)");
        var id = await world.BackUpAsync();
        await using var role = await Doctor.ReaderRole.CreateAsync(world.Source);
        await world.Source.ExecuteAsync($"DELETE FROM t; GRANT SELECT ON t TO {role.Name}; ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        var backups = world.Host.For(new NpgsqlConnectionStringBuilder(role.ConnectionString) { Pooling = false }.ConnectionString);

        var append = await ConflictsAsync(ExistingRowsAction.Append);
        var merge = await ConflictsAsync(ExistingRowsAction.Merge);
        var replace = await ConflictsAsync(ExistingRowsAction.Replace);
        var drop = (await backups.PlanRestoreAsync(id, new RestoreOptions { DropExisting = true })).Conflicts;

        append.Should().OnlyContain(c => c.Code == PgBackupErrorCodes.PermissionDenied);
        append.Select(c => c.Message).Should().Contain(m => m.Contains($"GRANT INSERT, UPDATE ON public.t TO {role.Name}"))
            .And.Contain(m => m.Contains("Row-level security of table public.t"))
            .And.Contain(m => m.Contains("suspend triggers, rules and foreign keys of TABLE public.u"))
            .And.Contain(m => m.Contains($"GRANT SELECT, INSERT, UPDATE ON public.u TO {role.Name}"));
        merge.Select(c => c.Message).Should().Contain(m => m.Contains($"GRANT INSERT, UPDATE ON public.t TO {role.Name}"));
        replace.Select(c => c.Message).Should().Contain(m => m.Contains($"GRANT INSERT, DELETE ON public.t TO {role.Name}"));
        drop.Select(c => c.Message).Should().Contain(m => m.Contains("may not drop TABLE public.t"));
        await RestoreWorld.FailAsync(
            world.Source,
            () => backups.RestoreBackupAsync(id, new RestoreOptions { DataOnly = true, ExistingRows = ExistingRowsAction.Append }),
            PgBackupErrorCodes.PermissionDenied);

        async Task<IReadOnlyList<RestoreConflict>> ConflictsAsync(ExistingRowsAction rows) =>
            (await backups.PlanRestoreAsync(id, new RestoreOptions { DataOnly = true, ExistingRows = rows })).Conflicts;
    }

    [Fact]
    public async Task Rights_that_making_objects_needs_are_named_before_anything_is_touched()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE TABLE u (a int)");
        var id = await world.BackUpAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await target.ExecuteAsync("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        await using var role = await Doctor.ReaderRole.CreateAsync(target);
        var backups = world.Host.For(new NpgsqlConnectionStringBuilder(role.ConnectionString) { Pooling = false }.ConnectionString);

        var conflicts = (await backups.PlanRestoreAsync(id)).Conflicts;

        conflicts.Select(c => (c.Code, c.Name)).Should().BeEquivalentTo(
        [
            (PgBackupErrorCodes.PermissionDenied, $"DATABASE {target.Name}"),
            (PgBackupErrorCodes.PermissionDenied, "SCHEMA public"),
        ]);
        conflicts[0].Message.Should().Contain("SCHEMA s").And.Contain($"GRANT CREATE ON DATABASE {target.Name} TO {role.Name}");
        await RestoreWorld.FailAsync(target, () => backups.RestoreBackupAsync(id), PgBackupErrorCodes.PermissionDenied);
        await target.ExecuteAsync(
            $"GRANT CREATE ON DATABASE {target.Name} TO {role.Name}; GRANT CREATE ON SCHEMA public TO {role.Name}");
        (await backups.PlanRestoreAsync(id)).Conflicts.Should().BeEmpty("that is all it needs");
        await target.ExecuteAsync($"REVOKE CREATE ON DATABASE {target.Name} FROM {role.Name}");
    }

    // What the plan cannot know: whether the role may use a language, and what needs what is then left out.
    [Fact]
    public async Task What_the_server_refuses_only_when_it_is_made_is_left_out_with_all_that_needs_it()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';
            CREATE TABLE t (a int); INSERT INTO t VALUES (1); CREATE INDEX t_f ON t (f(a)); CREATE INDEX t_a ON t (a);
            CREATE VIEW v AS SELECT f(a) FROM t; CREATE VIEW w AS SELECT * FROM v;
            """);
        var id = await world.BackUpAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await target.ExecuteAsync("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC; GRANT CREATE ON SCHEMA public TO PUBLIC");
        await using var role = await Doctor.ReaderRole.CreateAsync(target);
        var backups = world.Host.For(new NpgsqlConnectionStringBuilder(role.ConnectionString) { Pooling = false }.ConnectionString);

        await RestoreWorld.FailAsync(target, () => backups.RestoreBackupAsync(id), PgBackupErrorCodes.PermissionDenied);
        var result = await backups.RestoreBackupAsync(
            id, new RestoreOptions { SkipForbidden = true, Owners = RestoreOwnership.Skip, Privileges = RestoreOwnership.Skip });

        result.Warnings.Should().BeEquivalentTo(
        [
            "FUNCTION public.f: left out, because permission denied for language plpgsql.",
            "INDEX public.t_f: left out, because it needs FUNCTION public.f, which is left out.",
            "VIEW public.v: left out, because it needs FUNCTION public.f, which is left out.",
            "VIEW public.w: left out, because it needs VIEW public.v, which is left out.",
        ]);
        (await target.ColumnAsync<string>(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname")).Should().Equal("t", "t_a");
        (await target.ScalarAsync<int>("SELECT a FROM t")).Should().Be(1);
    }

    private sealed class ManagedWorld : IAsyncDisposable
    {
        private readonly BackupHost _host = new();
        private readonly TestDatabase _source;

        private ManagedWorld(TestDatabase source) => _source = source;

        public string Name => _source.Name;

        public string Role => $"master_{Name}";

        public TestDatabase Database { get; private set; } = null!;

        public string BackupId { get; private set; } = "";

        public IDatabaseBackup Target { get; private set; } = null!;

        public string OwnedByPostgres { get; } =
            "SCHEMA app, FUNCTION app.fires(), FUNCTION app.low(text), TABLE app.far, VIEW app.lows, PUBLICATION everything, EVENT "
            + "TRIGGER watch";

        public static async Task<ManagedWorld> CreateAsync()
        {
            var world = new ManagedWorld(await PostgresServers.CreateDatabaseAsync());
            var name = world.Name;
            await world._source.ExecuteAsync(
                $"CREATE ROLE gone_{name}; CREATE ROLE kept_{name}; CREATE ROLE {world.Role} LOGIN PASSWORD 'm' CREATEDB CREATEROLE");
            await Psql.RunAsync(world._source, Script.Replace("{0}", name, StringComparison.Ordinal));
            world.BackupId = (await world._host.For(world._source.ConnectionString).CreateBackupAsync()).Id;
            await world._source.ExecuteAsync($"DROP TABLE app.far; DROP OWNED BY gone_{name} CASCADE; DROP ROLE gone_{name}");
            await world._source.ExecuteAsync($"DROP TABLESPACE \"space {name}\"");
            world.Database = await PostgresServers.CreateDatabaseAsync(options: new ThrowawayDatabaseOptions { Owner = world.Role });
            world.Target = world._host.For(
                new NpgsqlConnectionStringBuilder(world.Database.ConnectionStringOf(world.Role, "m")) { Pooling = false }.ConnectionString);
            return world;
        }

        public async ValueTask DisposeAsync()
        {
            _host.Dispose();
            await Database.DisposeAsync();
            await _source.ExecuteAsync($"DROP OWNED BY kept_{Name} CASCADE; DROP ROLE kept_{Name}; DROP ROLE {Role}");
            await _source.DisposeAsync();
        }
    }
}
