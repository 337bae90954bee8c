using FluentAssertions;
using Npgsql;
using PgBackup.Restore;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>A restore over several connections whose process and server ended together, and one whose guard is disturbed.</summary>
public sealed class UnfinishedRestoreTests
{
    private const string Objects = """
        CREATE TABLE a (id int PRIMARY KEY, t text); INSERT INTO a SELECT i, 'x' FROM generate_series(1, 1000) i; CREATE INDEX ON a (t);
        CREATE TABLE b (a_id int REFERENCES a); INSERT INTO b VALUES (1), (2);
        """;

    [Fact]
    public async Task What_it_had_made_is_a_conflict_and_taken_out_when_existing_objects_may_be_dropped()
    {
        await using var world = await RestoreWorld.CreateAsync(Objects);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();
        await LeaveUnfinishedAsync(target);
        await target.ExecuteAsync("CREATE TABLE mine (id int); INSERT INTO mine VALUES (7)");

        var backups = InPieces(world, target);
        (await backups.PlanRestoreAsync(id)).Conflicts.Should()
            .Contain(c => c.Code == PgBackupErrorCodes.RestoreUnfinished && c.Message.Contains("some-backup"));
        (await RestoreWorld.FailAsync(target, () => backups.RestoreBackupAsync(id), PgBackupErrorCodes.RestoreUnfinished))
            .Message.Should().Contain("DropExisting");
        await backups.RestoreBackupAsync(id, new RestoreOptions { DropExisting = true });

        (await target.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = "
            + "'r' ORDER BY 1"))
            .Should().Equal("a", "b", "mine");
        (await target.ScalarAsync<bool>("SELECT to_regnamespace('pgbackup_restore') IS NULL")).Should().BeTrue();
    }

    [Fact]
    public async Task What_it_had_made_is_in_no_backup_of_its_journal()
    {
        await using var world = await RestoreWorld.CreateAsync(Objects);
        await LeaveUnfinishedAsync(world.Source);

        var id = await world.BackUpAsync();

        await using var target = await PostgresServers.CreateDatabaseAsync();
        await world.Host.For(target.ConnectionString).RestoreBackupAsync(id);
        (await target.ScalarAsync<bool>("SELECT to_regnamespace('pgbackup_restore') IS NULL AND to_regclass('half') IS NOT NULL")).Should()
            .BeTrue();
    }

    [Fact]
    public async Task Doctor_tells_of_it()
    {
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await LeaveUnfinishedAsync(target);
        using var host = new BackupHost();

        var report = await host.For(target.ConnectionString).ExamineAsync();

        report.Findings.Should().ContainSingle(f => f.ObjectName == "pgbackup_restore").Which.Message.Should().Contain("some-backup");
    }

    // Each grant is made under its grantor's role; a transaction must not end there.
    [Fact]
    public async Task Grants_by_others_are_restored_in_pieces()
    {
        await using var world = await RestoreWorld.CreateAsync("SELECT");
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var (grantor, reader) = ($"grantor_{target.Name}", $"reader_{target.Name}");
        await target.ExecuteAsync($"CREATE ROLE {grantor}; CREATE ROLE {reader}");
        try
        {
            await world.Source.ExecuteAsync($"""
                DO $$ BEGIN FOR i IN 1..70 LOOP
                    EXECUTE format('CREATE TABLE t%s (id int)', i);
                    EXECUTE format('GRANT SELECT ON t%s TO {grantor} WITH GRANT OPTION', i);
                    EXECUTE format('SET ROLE {grantor}; GRANT SELECT ON t%s TO {reader}; RESET ROLE', i);
                END LOOP; END $$
                """);
            var id = await world.BackUpAsync();

            await InPieces(world, target).RestoreBackupAsync(id, new RestoreOptions { Privileges = RestoreOwnership.Require });

            await RestoreWorld.SameAsync(world.Source.ConnectionString, target.ConnectionString);
        }
        finally
        {
            await target.ExecuteAsync($"DROP OWNED BY {grantor}, {reader}");
            await world.Source.ExecuteAsync($"DROP OWNED BY {grantor}, {reader}; DROP ROLE {grantor}, {reader}");
        }
    }

    // Whoever cancels the statement that waits has not said that the restore is over.
    [Theory]
    [InlineData(false, "pg_cancel_backend")]
    [InlineData(true, "pg_cancel_backend")]
    [InlineData(false, "pg_terminate_backend")]
    [InlineData(true, "pg_terminate_backend")]
    public async Task Restore_goes_on_when_somebody_ends_its_guard(bool isNew, string how)
    {
        await using var world = await RestoreWorld.CreateAsync(Objects);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var name = $"{target.Name}_guarded";
        var id = await world.BackUpAsync();
        var ended = 0L;
        var progress = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == RestorePhase.LoadingData && ended == 0)
                ended = EndWaiters(target, how);
        });

        try
        {
            var result = await InPieces(world, target)
                .RestoreBackupAsync(id, new RestoreOptions { CreateDatabase = isNew ? name : null }, progress);

            ended.Should().Be(1);
            result.Rows.Should().Be(1002);
            var restored = new NpgsqlConnectionStringBuilder(target.ConnectionString) { Database = result.Database, Pooling = false };
            await RestoreWorld.SameAsync(world.Source.ConnectionString, restored.ConnectionString);
        }
        finally
        {
            await target.ExecuteAsync($"DROP DATABASE IF EXISTS {name}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_others_use_meanwhile_is_not_taken_out_and_the_error_says_so(bool guardIsEnded)
    {
        await using var world = await RestoreWorld.CreateAsync(Objects);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();
        using var stop = new CancellationTokenSource();
        var progress = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase != RestorePhase.LoadingData || stop.IsCancellationRequested)
                return;
            target.ExecuteAsync("CREATE VIEW mine AS SELECT id FROM a").GetAwaiter().GetResult();
            if (guardIsEnded)
                EndWaiters(target, "pg_terminate_backend").Should().Be(1);
            stop.Cancel();
        });

        var restore = () => InPieces(world, target).RestoreBackupAsync(id, null, progress, stop.Token);

        var exception = (await restore.Should().ThrowAsync<PgBackupException>()).Which;
        (exception.Code, exception.BackupId).Should().Be((PgBackupErrorCodes.RestoreFailed, id));
        exception.Message.Should().Contain("could not all be taken out again").And.Contain("DROP TABLE public.a")
            .And.Contain("other objects depend on it").And.Contain("DropExisting");
        (await target.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN "
            + "('r', 'v') ORDER BY 1")).Should().Equal("a", "mine");
        await target.ExecuteAsync("DROP VIEW mine");
        await InPieces(world, target).RestoreBackupAsync(id, new RestoreOptions { DropExisting = true });
        await RestoreWorld.SameAsync(world.Source.ConnectionString, target.ConnectionString);
    }

    [Fact]
    public async Task Role_without_a_connection_left_for_the_guard_makes_nothing()
    {
        await using var world = await RestoreWorld.CreateAsync(Objects);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();
        await using var role = await Doctor.ReaderRole.CreateAsync(target);
        await target.ExecuteAsync(
            $"ALTER ROLE {role.Name} CONNECTION LIMIT 2; ALTER DATABASE {target.Name} OWNER TO {role.Name}; "
            + $"GRANT ALL ON SCHEMA public TO {role.Name}");
        var connection = new NpgsqlConnectionStringBuilder(role.ConnectionString) { Pooling = false }.ConnectionString;
        try
        {
            var exception = await RestoreWorld.FailAsync(
                target,
                () => world.Host.For(connection, o => o.ParallelRestoreFrom = 0).RestoreBackupAsync(id),
                PgBackupErrorCodes.ConnectionFailed);

            exception.Message.Should().Contain("too many connections for role");
        }
        finally
        {
            await target.ExecuteAsync($"ALTER DATABASE {target.Name} OWNER TO postgres");
        }
    }

    [Fact]
    public async Task Role_that_may_make_no_schema_restores_in_one_transaction()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();
        var role = $"weak_{Guid.NewGuid():N}";
        await target.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'weak'; GRANT CREATE ON SCHEMA public TO {role}");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(target.ConnectionStringOf(role, "weak")) { Pooling = false };
            await world.Host.For(connection.ConnectionString, o => o.ParallelRestoreFrom = 0).RestoreBackupAsync(id);
            (await target.ScalarAsync<int>("SELECT id FROM t")).Should().Be(1);
        }
        finally
        {
            await target.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    private static IDatabaseBackup InPieces(RestoreWorld world, TestDatabase target) =>
        world.Host.For(
            new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ConnectionString,
            o => o.ParallelRestoreFrom = 0);

    private static long EndWaiters(TestDatabase target, string how)
    {
        using var connection = new NpgsqlConnection(target.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(
            $"SELECT count({how}(pid)) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM "
            + "pg_database WHERE datname = current_database())",
            connection);
        return (long)command.ExecuteScalar()!;
    }

    // As it is when the server starts again after both went down.
    private static async Task LeaveUnfinishedAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        var journal = await RestoreJournal.CreateAsync(connection, "some-backup", default);
        await using (var command = new NpgsqlCommand("CREATE TABLE half (id int)", connection))
            await command.ExecuteNonQueryAsync();
        journal.Add(new BackupEntry
        {
            Id = 1,
            Kind = "TABLE",
            Name = "half",
            Section = BackupSection.PreData,
            Drop = "DROP TABLE public.half",
        });
        await journal.WriteAsync(connection, default);
    }
}
