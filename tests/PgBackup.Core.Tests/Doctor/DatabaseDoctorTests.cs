using FluentAssertions;
using Npgsql;
using PgBackup.Doctor;
using PgBackup.Playground.Servers;
using PgBackup.Postgres;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Doctor;

public sealed class DatabaseDoctorTests
{
    [Theory]
    [EachMajor]
    public async Task Empty_database_is_healthy(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);

        var report = await ExamineAsync(database.ConnectionString);

        report.IsHealthy.Should().BeTrue();
        report.Database.Should().Be(database.Name);
        report.Role.Should().Be(new NpgsqlConnectionStringBuilder(database.ConnectionString).Username);
        report.ServerVersion.Should().StartWith($"{major}.");
        report.Findings.Select(f => f.ToString()).Should().ContainSingle().Which.Should().Contain("no history yet");
    }

    [Theory]
    [EachMajor]
    public async Task Grants_named_make_a_reader_healthy(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var role = await ReaderRole.CreateAsync(database);
        await database.ExecuteAsync("""
            CREATE SCHEMA "Odd ""schema";
            CREATE TABLE "Odd ""schema"."a table" (id int PRIMARY KEY);
            CREATE TABLE secret (id int PRIMARY KEY);
            CREATE SEQUENCE counter;
            CREATE SCHEMA many;
            CREATE SEQUENCE many.s1; CREATE SEQUENCE many.s2;
            CREATE TABLE many.t1 (); CREATE TABLE many.t2 (); CREATE TABLE many.t3 (); CREATE TABLE many.t4 ();
            CREATE TABLE many.t5 (); CREATE TABLE many.t6 ();
            CREATE TABLE hidden (id int PRIMARY KEY);
            ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;
            SELECT lo_create(4711);
            """);
        await database.ExecuteAsync($"GRANT SELECT ON hidden TO {role.Name}");

        var report = await ExamineAsync(role.ConnectionString);

        report.IsHealthy.Should().BeFalse();
        var errors = report.Findings.Where(f => f.Severity == FindingSeverity.Error).ToList();
        errors.Select(f => f.ObjectName).Should().BeEquivalentTo(
            "\"Odd \"\"schema\".\"a table\"", "public.secret", "public.counter", "many", "many", "public.hidden", "large object 4711");
        report.Findings.Should().BeInDescendingOrder(f => f.Severity);
        await database.ExecuteAsync(string.Join(";", errors.Select(f => f.Remedy)));
        var healed = await ExamineAsync(role.ConnectionString);
        healed.Findings.Where(f => f.Severity == FindingSeverity.Error).Should().BeEmpty();
        healed.IsHealthy.Should().BeTrue();
    }

    [Theory]
    [EachMajor]
    public async Task Several_large_objects_are_granted_at_once(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var role = await ReaderRole.CreateAsync(database);
        await database.ExecuteAsync("SELECT lo_create(1); SELECT lo_create(2); SELECT lo_create(3)");
        await database.ExecuteAsync($"GRANT SELECT ON LARGE OBJECT 3 TO {role.Name}");

        var finding = (await ExamineAsync(role.ConnectionString)).Findings.Single(f => f.ObjectName == "large objects");
        finding.Message.Should().Contain("2 large objects: 1, 2.");
        await database.ExecuteAsync(finding.Remedy!);

        (await ExamineAsync(role.ConnectionString)).IsHealthy.Should().BeTrue();
    }

    [Theory]
    [EachMajor]
    public async Task What_is_not_within_the_database_is_named_with_the_option_that_helps(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var role = await ReaderRole.CreateAsync(database);
        await database.ExecuteAsync($"""
            ALTER DATABASE {database.Name} SET work_mem = '5MB';
            ALTER DATABASE {database.Name} CONNECTION LIMIT 9;
            REVOKE TEMP ON DATABASE {database.Name} FROM PUBLIC;
            CREATE TABLE t (id int PRIMARY KEY);
            GRANT SELECT ON t TO {role.Name};
            """);

        var findings = (await ExamineAsync(role.ConnectionString)).Findings;
        var ofSuperuser = (await ExamineAsync(database.ConnectionString)).Findings;

        var properties = findings.Single(f => f.Message.Contains("properties of its own"));
        properties.ObjectName.Should().Be(database.Name);
        properties.Message.Should().Contain("(settings, privileges, connection limit)");
        properties.Remedy.Should().Be("Back up with DatabaseProperties");
        findings.Single(f => f.ObjectName == role.Name && f.Message.Contains("needs these roles")).Remedy.Should()
            .Be($"Back up with Roles set to WithoutPasswords; for passwords too, GRANT SELECT ON pg_catalog.pg_authid TO {role.Name}");
        ofSuperuser.Single(f => f.ObjectName == role.Name && f.Message.Contains("needs these roles")).Remedy.Should().Be(
            "Back up with Roles set to WithPasswords");
    }

    [Theory]
    [EachMajor]
    public async Task Notable_objects_are_named(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("""
            CREATE TABLE keyed (id int PRIMARY KEY, n int);
            CREATE TABLE keyless (n int);
            INSERT INTO keyless VALUES (1), (1);
            CREATE UNLOGGED TABLE fleeting (id int PRIMARY KEY);
            CREATE FOREIGN DATA WRAPPER wrapper; CREATE SERVER far FOREIGN DATA WRAPPER wrapper;
            CREATE FOREIGN TABLE elsewhere (n int) SERVER far;
            ALTER TABLE keyed ADD CONSTRAINT unproven CHECK (n > 0) NOT VALID;
            """);
        await using (var connection = await database.OpenAsync())
        {
            await using var command = new NpgsqlCommand("CREATE UNIQUE INDEX CONCURRENTLY broken ON keyless (n)", connection);
            await FluentActions.Awaiting(() => command.ExecuteNonQueryAsync()).Should().ThrowAsync<PostgresException>();
        }

        var findings = (await ExamineAsync(database.ConnectionString)).Findings;

        findings.Should().OnlyContain(f => f.Severity == FindingSeverity.Info);
        findings.Select(f => (f.ObjectName, f.Remedy)).Should().BeEquivalentTo(new[]
        {
            ("pgbackup", "Call MigrateAsync to create it now"),
            ("public.broken", "REINDEX INDEX CONCURRENTLY public.broken, or DROP INDEX public.broken"),
            ("unproven of public.keyed", "ALTER TABLE public.keyed VALIDATE CONSTRAINT unproven"),
            ("public.elsewhere", null),
            ("public.fleeting", "ALTER TABLE public.fleeting SET LOGGED"),
            ("public.keyless", "ALTER TABLE public.keyless ADD PRIMARY KEY (…)"),
        });
    }

    [Theory]
    [EachMajor]
    public async Task Reader_learns_what_only_owners_and_superusers_can_restore(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var role = await ReaderRole.CreateAsync(database);
        var owner = $"{role.Name}_owner";
        await database.ExecuteAsync($"""
            CREATE ROLE {owner};
            CREATE TABLE owned (id int PRIMARY KEY);
            ALTER TABLE owned OWNER TO {owner};
            GRANT SELECT ON owned TO {role.Name};
            CREATE FUNCTION notify_all() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION notify_all();
            CREATE PUBLICATION everything FOR ALL TABLES;
            CREATE SUBSCRIPTION feed CONNECTION 'host=localhost password=hunter2' PUBLICATION x
                WITH (connect = false, enabled = false, slot_name = NONE);
            CREATE FOREIGN DATA WRAPPER wrapper; CREATE SERVER far FOREIGN DATA WRAPPER wrapper;
            CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'hunter2');
            """);

        var report = await ExamineAsync(role.ConnectionString);

        report.IsHealthy.Should().BeTrue();
        report.Findings.Should().NotContain(f => f.ToString().Contains("hunter2"));
        Find("watch").Remedy.Should().Be("Restore as a superuser");
        Find("everything").Message.Should().Contain("publication for all tables");
        Find("wrapper").Message.Should().Contain("foreign-data wrapper");
        Find("feed").Message.Should().Contain("leaves out feed");
        Find("public on server far").Message.Should().Contain("hides the options");
        Find(owner).Remedy.Should().StartWith($"GRANT {owner} TO {role.Name}");
        Find(role.Name).Remedy.Should().Be($"ALTER ROLE {role.Name} CREATEDB");
        Find("pgbackup").Remedy.Should().StartWith($"GRANT CREATE ON DATABASE {database.Name} TO {role.Name}");

        await database.ExecuteAsync($"GRANT {owner} TO {role.Name}; ALTER ROLE {role.Name} CREATEDB");
        await database.ExecuteAsync($"GRANT CREATE ON DATABASE {database.Name} TO {role.Name}");
        var names = (await ExamineAsync(role.ConnectionString)).Findings.Select(f => f.ObjectName).ToList();
        names.Should().NotContain([owner, role.Name]);
        (await ExamineAsync(database.ConnectionString)).Findings
            .Should().OnlyContain(f => f.Severity == FindingSeverity.Info, "a superuser may do it all");
        await database.ExecuteAsync($"DROP SUBSCRIPTION feed; DROP OWNED BY {owner} CASCADE; DROP ROLE {owner}");

        DoctorFinding Find(string name) => report.Findings.Should().ContainSingle(f => f.ObjectName == name).Subject;
    }

    [Theory]
    [EachMajor]
    public async Task State_of_the_history_is_told(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var role = await ReaderRole.CreateAsync(database);
        await using (var history = new History.TestHistory(database.ConnectionString))
            await history.Log.MigrateAsync(default);
        (await HistoryAsync(database.ConnectionString)).Should().BeNull();

        var denied = await HistoryAsync(role.ConnectionString);
        denied!.Message.Should().Contain("may not read");
        await database.ExecuteAsync(denied.Remedy!);
        (await HistoryAsync(role.ConnectionString)).Should().BeNull();
        await database.ExecuteAsync($"REVOKE INSERT ON pgbackup.backup_history FROM {role.Name}");
        (await HistoryAsync(role.ConnectionString))!.Message.Should().Contain("may not write");

        await database.ExecuteAsync("INSERT INTO pgbackup.schema_version (version) VALUES (99)");
        (await HistoryAsync(database.ConnectionString))!.Message.Should().Contain("version 99");
        await database.ExecuteAsync($"ALTER SCHEMA pgbackup OWNER TO {role.Name}");
        (await HistoryAsync(database.ConnectionString))!.Message.Should().Contain($"belongs to role {role.Name}");

        static async Task<DoctorFinding?> HistoryAsync(string connectionString) =>
            (await ExamineAsync(connectionString)).Findings.SingleOrDefault(f => f.ObjectName == "pgbackup");
    }

    [Theory]
    [EachMajor]
    public async Task Session_that_locks_a_table_is_named(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE busy (id int PRIMARY KEY)");
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE busy; SELECT pg_sleep(1.1)", connection))
            await command.ExecuteNonQueryAsync();

        var finding = (await ExamineAsync(database.ConnectionString)).Findings.Single(f => f.ObjectName == "public.busy");

        finding.Severity.Should().Be(FindingSeverity.Warning);
        finding.Message.Should().StartWith($"Process {connection.ProcessID} (role ");
        await database.ExecuteAsync(finding.Remedy!);
        (await ExamineAsync(database.ConnectionString)).Findings.Should().NotContain(f => f.ObjectName == "public.busy");
    }

    [Theory]
    [EachMajor]
    public async Task Prepared_transaction_is_named(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync("CREATE TABLE busy (id int PRIMARY KEY)");
        await database.ExecuteAsync("BEGIN; LOCK TABLE busy; PREPARE TRANSACTION 'it''s me'");

        var finding = (await ExamineAsync(database.ConnectionString)).Findings.Single(f => f.ObjectName == "'it''s me'");

        finding.Severity.Should().Be(FindingSeverity.Warning);
        finding.Remedy.Should().EndWith("ROLLBACK PREPARED 'it''s me'");
        await database.ExecuteAsync("ROLLBACK PREPARED 'it''s me'");
    }

    [Fact]
    public async Task Database_without_an_encoding_is_a_warning()
    {
        var options = new ThrowawayDatabaseOptions { Encoding = "SQL_ASCII", Locale = "C" };
        await using var database = await PostgresServers.CreateDatabaseAsync(options: options);

        (await ExamineAsync(database.ConnectionString)).Findings
            .Should().ContainSingle(f => f.ObjectName == database.Name && f.Severity == FindingSeverity.Warning)
            .Which.Message.Should().Contain("SQL_ASCII");
    }

    [Fact]
    public async Task Newer_server_is_a_warning()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var connection = await database.OpenAsync();
        var server = await ServerInfo.ReadAsync(connection, default);
        var examined = new ExaminedDatabase(connection, server with { Version = new ServerVersion(19_00_01) });

        await new ServerSettings().ExamineAsync(examined, default);

        examined.Findings.Should().ContainSingle().Which.Message.Should().StartWith("PostgreSQL 19.1 is newer than 18");
    }

    [Fact]
    public async Task Lock_table_is_measured_against_the_relations()
    {
        LockCapacity.Judge(capacity: 6400, setting: 64, tables: 100, relations: 6400).Should().BeNull();
        var tight = LockCapacity.Judge(6400, 64, 100, 6401)!;
        tight.Severity.Should().Be(FindingSeverity.Info);
        tight.Remedy.Should().Be("ALTER SYSTEM SET max_locks_per_transaction = 81; then restart the server");
        LockCapacity.Judge(6400, 64, 7000, 30000)!.Severity.Should().Be(FindingSeverity.Warning);

        await using var server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions
        {
            Major = TestMajors.Any,
            Settings = { ["max_locks_per_transaction"] = "10", ["max_connections"] = "10", ["max_prepared_transactions"] = "0" },
        });
        await using var database = await TestDatabase.CreateAsync(server);
        await database.ExecuteAsync("DO $$ BEGIN FOR i IN 1..60 LOOP EXECUTE format('CREATE TABLE t%s (id int)', i); END LOOP; END $$");
        await database.ExecuteAsync("DO $$ BEGIN FOR i IN 61..120 LOOP EXECUTE format('CREATE TABLE t%s (id int)', i); END LOOP; END $$");

        (await ExamineAsync(database.ConnectionString)).Findings
            .Should().ContainSingle(f => f.ObjectName == "max_locks_per_transaction").Which.Message.Should().Contain("all 120 tables");
    }

    [Theory]
    [EachMajor]
    public async Task Extension_whose_files_are_gone_and_one_for_superusers_are_named(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await using var role = await ReaderRole.CreateAsync(database);
        await database.ExecuteAsync("CREATE EXTENSION pageinspect; CREATE EXTENSION citext");
        await database.ExecuteAsync("UPDATE pg_extension SET extname = 'no_files' WHERE extname = 'citext'");

        var superuser = (await ExamineAsync(database.ConnectionString)).Findings.Where(f => f.Severity == FindingSeverity.Warning).ToList();
        var reader = (await ExamineAsync(role.ConnectionString)).Findings;

        superuser.Should().ContainSingle().Which.ObjectName.Should().Be("no_files");
        reader.Should().ContainSingle(f => f.ObjectName == "pageinspect").Which.Remedy.Should().Contain("CREATE EXTENSION pageinspect");
        reader.Should().NotContain(f => f.ObjectName == "plpgsql");
    }

    [Theory]
    [EachMajor]
    public async Task Sample_database_is_examined_by_a_superuser_and_a_reader(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await Playground.SampleDatabase.CreateAsync(database.ConnectionString, scale: 0.01);
        await using var role = await ReaderRole.CreateAsync(database);

        var report = await ExamineAsync(database.ConnectionString);
        report.IsHealthy.Should().BeTrue(string.Join("\n", report.Findings));
        report.Findings.Should().NotBeEmpty();
        (await ExamineAsync(role.ConnectionString)).IsHealthy.Should().BeFalse();
    }

    private static async Task<DoctorReport> ExamineAsync(string connectionString)
    {
        await using var connector = DatabaseConnector.For(connectionString);
        return await new DatabaseDoctor(connector).ExamineAsync(default);
    }
}
