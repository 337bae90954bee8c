using System.Globalization;
using FluentAssertions;
using Npgsql;
using PgBackup.History;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.History;

public sealed class HistoryMigrationTests
{
    private const string Definition = """
        SELECT string_agg(line, E'\n' ORDER BY line)
        FROM (
            SELECT format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                          pg_get_expr(d.adbin, d.adrelid)) AS line
            FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.relnamespace = 'pgbackup'::regnamespace AND a.attnum > 0
            UNION ALL
            SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'pgbackup'::regnamespace
            UNION ALL
            SELECT format('%s %s', objsubid, description) FROM pg_description
            WHERE objoid IN (SELECT oid FROM pg_class WHERE relnamespace = 'pgbackup'::regnamespace)
        ) lines
        """;

    [Theory]
    [EachMajor]
    public async Task Script_applied_by_hand_once_or_twice_makes_what_the_library_makes(int major)
    {
        await using var automatic = await PostgresServers.CreateDatabaseAsync(major);
        await using var manual = await PostgresServers.CreateDatabaseAsync(major);
        await using var history = new TestHistory(automatic.ConnectionString);

        (await history.Log.MigrateAsync(default)).Should().Be(HistoryMigration.LatestVersion);
        (await history.Log.MigrateAsync(default)).Should().Be(HistoryMigration.LatestVersion);
        foreach (var migration in HistoryMigration.All)
        {
            await Psql.RunAsync(manual, $"BEGIN;{migration.Script}COMMIT;");
            await Psql.RunAsync(manual, $"BEGIN;{migration.Script}COMMIT;");
        }

        var definition = await automatic.ScalarAsync<string>(Definition);
        definition.Should().Contain("backup_history.requested_by text");
        (await manual.ScalarAsync<string>(Definition)).Should().Be(definition);
        (await manual.ColumnAsync<int>("SELECT version FROM pgbackup.schema_version"))
            .Should().Equal(HistoryMigration.All.Select(m => m.Version));
        var options = new PgBackupOptions { AutoMigrate = false, History = HistoryMode.Required };
        await using var byHand = new TestHistory(manual.ConnectionString, options);
        await byHand.LogDeletionAsync();
        (await manual.ScalarAsync<long>("SELECT count(*) FROM pgbackup.backup_history")).Should().Be(1);
    }

    [Theory]
    [EachMajor]
    public async Task Many_instances_may_migrate_at_once(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        var instances = Enumerable.Range(0, 8).Select(_ => new TestHistory(database.ConnectionString)).ToList();

        var versions = await Task.WhenAll(instances.Select(i => i.Log.MigrateAsync(default)));

        versions.Should().AllBeEquivalentTo(HistoryMigration.LatestVersion);
        (await database.ScalarAsync<long>("SELECT count(*) FROM pgbackup.schema_version")).Should().Be(HistoryMigration.All.Count);
        foreach (var instance in instances)
            await instance.DisposeAsync();
    }

    [Fact]
    public void Versions_are_one_to_n_and_each_script_records_its_own()
    {
        HistoryMigration.All.Select(m => m.Version).Should().Equal(Enumerable.Range(1, HistoryMigration.All.Count));
        foreach (var migration in HistoryMigration.All)
        {
            migration.Name.Should().StartWith(migration.Version.ToString("0000", CultureInfo.InvariantCulture) + "_");
            migration.Script
                .Should().Contain($"INSERT INTO pgbackup.schema_version (version) VALUES ({migration.Version}) ON CONFLICT DO NOTHING;")
                .And.Contain("pg_advisory_xact_lock(8099550625268462960)");
        }
    }

    [Fact]
    public async Task Version_of_a_newer_library_is_left_alone_and_written_to()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString);
        await history.Log.MigrateAsync(default);
        await database.ExecuteAsync("INSERT INTO pgbackup.schema_version (version) VALUES (99)");

        (await history.Log.MigrateAsync(default)).Should().Be(99);
        await history.LogDeletionAsync();

        history.Logged.Entries.Should().BeEmpty();
        (await database.ScalarAsync<long>("SELECT count(*) FROM pgbackup.backup_history")).Should().Be(1);
    }

    [Fact]
    public async Task Without_auto_migrate_a_missing_schema_is_named_and_not_made()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await using var history = new TestHistory(database.ConnectionString, new PgBackupOptions { AutoMigrate = false });

        await history.LogDeletionAsync();

        history.Logged.Entries.Should().ContainSingle().Which.Text.Should().Contain("does not exist").And.Contain("MigrateAsync");
        (await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pgbackup')")).Should().BeFalse();
    }

    [Fact]
    public async Task Role_that_may_not_create_the_schema_is_told_what_to_grant()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var role = $"migrator_{database.Name}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'");
        await using var history = new TestHistory(database.ConnectionStringOf(role, "hunter2"));

        var migrate = () => history.Log.MigrateAsync(default);

        (await migrate.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be("permission_denied");
        await database.ExecuteAsync($"GRANT CREATE ON DATABASE {database.Name} TO {role}");
        (await migrate()).Should().Be(HistoryMigration.LatestVersion);
        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Role_that_owns_the_empty_schema_needs_no_rights_on_the_database()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var role = $"owner_{database.Name}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'; CREATE SCHEMA pgbackup AUTHORIZATION {role}");
        await using var history = new TestHistory(database.ConnectionStringOf(role, "hunter2"));

        (await history.Log.MigrateAsync(default)).Should().Be(HistoryMigration.LatestVersion);

        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Superuser_does_not_run_the_triggers_of_whoever_came_first()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        var role = $"stranger_{database.Name}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'; GRANT CREATE ON DATABASE {database.Name} TO {role}");
        await using (var stranger = new TestHistory(database.ConnectionStringOf(role, "hunter2")))
            await stranger.Log.MigrateAsync(default);
        await using (var connection = new NpgsqlConnection(database.ConnectionStringOf(role, "hunter2")))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"""
                CREATE FUNCTION pgbackup.grab() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN ALTER ROLE {role} SUPERUSER; RETURN NEW; END $$;
                CREATE TRIGGER grab BEFORE INSERT ON pgbackup.backup_history FOR EACH ROW EXECUTE FUNCTION pgbackup.grab()
                """, connection);
            await command.ExecuteNonQueryAsync();
        }

        await using var history = new TestHistory(database.ConnectionString);
        await history.LogDeletionAsync();

        history.Logged.Entries.Should().ContainSingle().Which.Text.Should().Contain($"belongs to role {role}");
        (await database.ScalarAsync<bool>($"SELECT rolsuper FROM pg_roles WHERE rolname = '{role}'")).Should().BeFalse();
        await database.ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
    }

    [Fact]
    public async Task Superuser_writes_to_the_schema_of_the_database_owner()
    {
        var server = await PostgresServers.GetAsync(TestMajors.Any);
        await using var helper = await TestDatabase.CreateAsync(server);
        var role = $"dbowner_{helper.Name}";
        await helper.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'");
        var database = await TestDatabase.CreateAsync(server, new PgBackup.Playground.Servers.ThrowawayDatabaseOptions { Owner = role });
        await using (var owner = new TestHistory(database.ConnectionStringOf(role, "hunter2")))
            await owner.Log.MigrateAsync(default);

        await using (var history = new TestHistory(database.ConnectionString, new PgBackupOptions { History = HistoryMode.Required }))
            await history.LogDeletionAsync();

        (await database.ScalarAsync<long>("SELECT count(*) FROM pgbackup.backup_history")).Should().Be(1);
        await database.DisposeAsync();
        await helper.ExecuteAsync($"DROP ROLE {role}");
    }
}
