using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Servers;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class ReplaceDatabaseTests
{
    private const string Tiny = "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2)";

    // What an application finds of a database, apart from what it holds.
    private const string Facts = """
        SELECT concat(
            to_jsonb(d) - '{oid,datname,datfrozenxid,datminmxid}'::text[],
            shobj_description(d.oid, 'pg_database'),
            pg_get_userbyid(d.datdba),
            (SELECT string_agg(concat(s.setrole, s.setconfig), ' ' ORDER BY s.setrole)
             FROM pg_db_role_setting s WHERE s.setdatabase = d.oid))
        FROM pg_database d WHERE d.datname = current_database()
        """;

    private static readonly RestoreOptions Replace = new() { ReplaceDatabase = true };

    [Theory]
    [EachMajor]
    public async Task Database_is_replaced_with_all_that_it_was_and_the_old_one_is_kept(int major)
    {
        await using var world = await RestoreWorld.CreateAsync(major: major);
        var (name, owner) = (world.Source.Name, $"owner_{Guid.NewGuid():N}");
        var id = await world.BackUpAsync();
        await using var original = await world.CopyAsync();
        await world.Source.ExecuteAsync($"""
            CREATE ROLE {owner};
            ALTER DATABASE {name} OWNER TO {owner};
            ALTER DATABASE {name} SET work_mem = '5MB';
            ALTER ROLE {owner} IN DATABASE {name} SET search_path = shop, "Odd, ""one";
            ALTER DATABASE {name} CONNECTION LIMIT 50;
            COMMENT ON DATABASE {name} IS 'it''s live';
            REVOKE CONNECT ON DATABASE {name} FROM PUBLIC;
            GRANT CONNECT ON DATABASE {name} TO pg_monitor;
            DELETE FROM shop.log WHERE at > 20;
            """);
        try
        {
            var facts = await world.Source.ScalarAsync<string>(Facts);
            Leave(world.Source);

            var plan = await world.Backups.PlanRestoreAsync(id, Replace);
            var result = await world.RestoreAsync(id, Replace);

            plan.Conflicts.Should().BeEmpty();
            plan.Steps[0].Should().Match<RestoreStep>(s => s.Action == RestoreAction.Create && s.Kind == "DATABASE");
            plan.Steps[^1].Should().Be(new RestoreStep(RestoreAction.Rename, "DATABASE", name));
            result.Database.Should().Be(name);
            result.ReplacedDatabase.Should().MatchRegex("^.*_replaced_[0-9]{14}$").And.StartWith(name);
            await world.SameAsAsync(original);
            (await world.Source.ScalarAsync<string>(Facts)).Should().Be(facts);
            await using var kept = world.Source.In(result.ReplacedDatabase!);
            (await kept.ScalarAsync<long>("SELECT count(*) FROM shop.log")).Should().Be(20);
            (await kept.ScalarAsync<string>(Facts)).Should().Be(facts);
            (await OthersAsync(world.Source, name)).Should().Equal(kept.Name, name + "_copy");
        }
        finally
        {
            await world.Source.Server.DropDatabaseAsync(name);
            await using var other = new NpgsqlConnection(world.Source.In("postgres").ConnectionString);
            await other.OpenAsync();
            await using var drop = new NpgsqlCommand($"DROP ROLE {owner}", other);
            await drop.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Sessions_of_others_are_refused_before_anything_is_made()
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var id = await world.BackUpAsync();
        Leave(world.Source);
        await using var other = await ConnectAsync(world.Source, "the app");

        var plan = await world.Backups.PlanRestoreAsync(id, Replace);
        var act = () => world.RestoreAsync(id, Replace);
        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;

        exception.Code.Should().Be(PgBackupErrorCodes.DatabaseInUse);
        exception.Message.Should().Contain($"process {other.ProcessID} (role postgres, application 'the app')")
            .And.Contain("There is 1 session");
        plan.Conflicts.Should().ContainSingle().Which.Code.Should().Be(PgBackupErrorCodes.DatabaseInUse);
        (await OthersAsync(world.Source.In("postgres"), world.Source.Name)).Should().BeEmpty();
        await using var still = new NpgsqlCommand("SELECT count(*) FROM t", other);
        (await still.ExecuteScalarAsync()).Should().Be(2L);
    }

    [Fact]
    public async Task Sessions_are_ended_where_that_is_allowed_even_if_they_come_back_at_once()
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var id = await world.BackUpAsync();
        Leave(world.Source);
        await using var other = await ConnectAsync(world.Source, "the app");
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ComeBackAsync(world.Source, stop.Token))).ToList();

        var options = new RestoreOptions { ReplaceDatabase = true, DisconnectOthers = true };
        var plan = await world.Backups.PlanRestoreAsync(id, options);
        var result = await world.RestoreAsync(id, options);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        await using var kept = world.Source.In(result.ReplacedDatabase!);

        plan.CanRestore.Should().BeTrue();
        plan.Warnings.Should().Contain(w => w.Contains("would be ended", StringComparison.Ordinal));
        var dead = async () =>
        {
            await using var command = new NpgsqlCommand("SELECT 1", other);
            await command.ExecuteScalarAsync();
        };
        await dead.Should().ThrowAsync<NpgsqlException>();
        (await world.Source.ScalarAsync<long>("SELECT count(*) FROM t")).Should().Be(2);
        (await OthersAsync(world.Source, world.Source.Name)).Should().Equal(kept.Name);
    }

    [Theory]
    [InlineData(RestorePhase.Planning)]
    [InlineData(RestorePhase.LoadingData)]
    [InlineData(RestorePhase.Renaming)]
    public async Task Session_that_comes_meanwhile_stops_the_swap_and_nothing_changes(RestorePhase phase)
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DELETE FROM t WHERE id = 2");
        Leave(world.Source);
        NpgsqlConnection? other = null;
        var come = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == phase)
                other ??= ConnectAsync(world.Source, "late").GetAwaiter().GetResult();
        });

        var act = () => world.Backups.RestoreBackupAsync(id, Replace, come);
        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        await other!.DisposeAsync();

        exception.Code.Should().Be(PgBackupErrorCodes.DatabaseInUse);
        exception.Message.Should().Contain("application 'late'");
        (await world.Source.ScalarAsync<long>("SELECT count(*) FROM t")).Should().Be(1);
        (await OthersAsync(world.Source, world.Source.Name)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(RestorePhase.Planning)]
    [InlineData(RestorePhase.PreData)]
    [InlineData(RestorePhase.LoadingData)]
    [InlineData(RestorePhase.PostData)]
    [InlineData(RestorePhase.Verifying)]
    [InlineData(RestorePhase.Renaming)]
    public async Task Cancelled_replacement_leaves_the_database_as_it_was(RestorePhase phase)
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DELETE FROM t WHERE id = 2");
        Leave(world.Source);
        using var stop = new CancellationTokenSource();
        var cancel = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == phase)
                stop.Cancel();
        });

        var act = () => world.Backups.RestoreBackupAsync(id, Replace, cancel, stop.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        await IsAsItWasAsync(world);
    }

    [Fact]
    public async Task Damaged_backup_and_rows_that_are_missing_leave_the_database_as_it_was()
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var backup = await world.Backups.CreateBackupAsync();
        await world.Source.ExecuteAsync("DELETE FROM t WHERE id = 2");
        Leave(world.Source);
        var lose = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase != RestorePhase.Verifying)
                return;
            var made = OthersAsync(world.Source.In("postgres"), world.Source.Name).GetAwaiter().GetResult().Single();
            world.Source.In(made).ExecuteAsync("DELETE FROM t WHERE id = 1").GetAwaiter().GetResult();
            Leave(world.Source.In(made));
        });

        var lost = () => world.Backups.RestoreBackupAsync(backup.Id, Replace, lose);
        var exception = (await lost.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.RestoreFailed);
        exception.Message.Should().Contain("public.t has 1 rows after the restore instead of 2");
        await IsAsItWasAsync(world);

        Leave(world.Source);
        await CreateDatabaseTests.DamageLateAsync(world, backup);
        var damaged = () => world.RestoreAsync(backup.Id, Replace);
        (await damaged.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ArtifactCorrupt);
        await IsAsItWasAsync(world);
    }

    [Fact]
    public async Task Name_with_quotes_and_of_the_greatest_length_stays()
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var id = await world.BackUpAsync();
        var name = "live \"a'$$ %I; ä" + new string('x', 46);
        await using var live = world.Source.In(name);
        await world.Source.ExecuteStatementAsync(
            $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" TEMPLATE template0");
        await live.ExecuteAsync("CREATE TABLE old (id int)");
        Leave(live);

        var result = await world.Over(live).RestoreBackupAsync(id, Replace);
        await using var kept = world.Source.In(result.ReplacedDatabase!);

        System.Text.Encoding.UTF8.GetByteCount(name).Should().Be(63);
        System.Text.Encoding.UTF8.GetByteCount(kept.Name).Should().BeLessThanOrEqualTo(63);
        (await live.ScalarAsync<long>("SELECT count(*) FROM t")).Should().Be(2);
        (await kept.ScalarAsync<long>("SELECT count(*) FROM old")).Should().Be(0);
    }

    [Fact]
    public async Task Own_connections_are_in_nobodys_way_and_the_history_goes_on()
    {
        await using var world = await RestoreWorld.CreateAsync(Tiny);
        var backups = world.Host.For(world.Source.ConnectionString + ";Application Name=ours", o => o.History = HistoryMode.Required);
        await using var _ = (IAsyncDisposable)backups;
        var id = (await backups.CreateBackupAsync()).Id;
        Leave(world.Source);

        var first = await backups.RestoreBackupAsync(id, Replace);
        Leave(world.Source);
        var second = await backups.RestoreBackupAsync(id, Replace);
        await using var one = world.Source.In(first.ReplacedDatabase!);
        await using var two = world.Source.In(second.ReplacedDatabase!);

        one.Name.Should().NotBe(two.Name);
        (await world.Source.ColumnAsync<string>("SELECT outcome FROM pgbackup.backup_history WHERE operation = 'restore'")).Should()
            .Equal("succeeded");
        (await OthersAsync(world.Source, world.Source.Name)).Should().BeEquivalentTo(one.Name, two.Name);
    }

    [Fact]
    public async Task Owner_who_may_create_databases_needs_no_superuser()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var role = $"lord_{Guid.NewGuid():N}";
        await using var live = await PostgresServers.CreateDatabaseAsync();
        await live.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        var connection = new NpgsqlConnectionStringBuilder(live.ConnectionStringOf(role, "x")) { Pooling = false };
        var backups = world.Host.For(connection.ConnectionString);
        var id = await world.BackUpAsync();
        RestoreResult? result = null;
        try
        {
            (string, string)[] steps =
            [
                ("", "CREATEDB"),
                ($"ALTER ROLE {role} CREATEDB; ALTER ROLE {role} SET default_transaction_read_only = on", "does not own"),
                ($"ALTER DATABASE {live.Name} OWNER TO {role}", ""),
            ];
            foreach (var (grant, missing) in steps)
            {
                if (grant.Length > 0)
                    await live.ExecuteAsync(grant);
                Leave(live);
                if (missing.Length > 0)
                {
                    var act = () => backups.RestoreBackupAsync(id, Replace);
                    var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
                    exception.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
                    exception.Message.Should().Contain(missing);
                }
                else
                {
                    result = await backups.RestoreBackupAsync(id, Replace);
                }
            }

            (await live.ScalarAsync<long>("SELECT count(*) FROM shop.customer")).Should().Be(20);
            (await live.ScalarAsync<string>("SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()"))
                .Should().Be(role);
        }
        finally
        {
            await world.Source.Server.DropDatabaseAsync(live.Name);
            if (result is not null)
                await world.Source.Server.DropDatabaseAsync(result.ReplacedDatabase!);
            await world.Source.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Session_that_the_role_may_not_end_and_rows_that_it_may_not_see_are_told()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1); ALTER TABLE t ENABLE "
            + "ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY");
        var role = $"lord_{Guid.NewGuid():N}";
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync(
            $"CREATE ROLE {role} LOGIN CREATEDB PASSWORD 'x'; ALTER DATABASE {world.Source.Name} OWNER TO {role}");
        var connection = new NpgsqlConnectionStringBuilder(world.Source.ConnectionStringOf(role, "x")) { Pooling = false };
        var backups = world.Host.For(connection.ConnectionString);
        Leave(world.Source);
        try
        {
            await using (var other = await ConnectAsync(world.Source, "superuser"))
            {
                var act = () => backups.RestoreBackupAsync(id, new RestoreOptions { ReplaceDatabase = true, DisconnectOthers = true });
                var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
                exception.Code.Should().Be(PgBackupErrorCodes.PermissionDenied);
                exception.Message.Should().Contain("may not be ended by this role").And.Contain("application 'superuser'");
            }

            var hidden = () => backups.RestoreBackupAsync(id, Replace);
            (await hidden.Should().ThrowAsync<PgBackupException>()).Which.Message.Should()
                .Contain("The rows of table public.t cannot be counted");
            (await world.Source.ScalarAsync<long>("SELECT count(*) FROM t")).Should().Be(1);
            (await OthersAsync(world.Source, world.Source.Name)).Should().BeEmpty();
        }
        finally
        {
            await world.Source.ExecuteAsync($"ALTER DATABASE {world.Source.Name} OWNER TO CURRENT_USER; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Prepared_transaction_is_named()
    {
        await using var server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions
        {
            Major = TestMajors.Any,
            AllowExisting = false,
            Settings = { ["max_prepared_transactions"] = "2" },
        });
        using var host = new BackupHost();
        var database = await TestDatabase.CreateAsync(server);
        await database.ExecuteAsync(Tiny);
        var backups = host.For(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        var id = (await backups.CreateBackupAsync()).Id;
        await database.ExecuteAsync("BEGIN; INSERT INTO t VALUES (3); PREPARE TRANSACTION 'half done'");
        Leave(database);

        var act = () => backups.RestoreBackupAsync(id, new RestoreOptions { ReplaceDatabase = true, DisconnectOthers = true });

        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.DatabaseInUse);
        exception.Message.Should().Contain("'half done'");
    }

    [Fact]
    public async Task Role_that_may_connect_to_no_other_database_is_told_so()
    {
        await using var server = await ThrowawayServer.StartAsync(
            new ThrowawayServerOptions { Major = TestMajors.Any, AllowExisting = false });
        using var host = new BackupHost();
        var database = await TestDatabase.CreateAsync(server);
        await database.ExecuteAsync(Tiny);
        await database.ExecuteAsync($"""
            CREATE ROLE master LOGIN PASSWORD 'm' CREATEDB; ALTER DATABASE {database.Name} OWNER TO master;
            REVOKE CONNECT ON DATABASE postgres FROM PUBLIC; REVOKE CONNECT ON DATABASE template1 FROM PUBLIC;
            GRANT SELECT ON t TO master
            """);
        var backups = host.For(
            new NpgsqlConnectionStringBuilder(database.ConnectionStringOf("master", "m")) { Pooling = false }.ConnectionString);
        var id = (await backups.CreateBackupAsync()).Id;

        var act = () => backups.RestoreBackupAsync(id, Replace);

        var exception = (await act.Should().ThrowAsync<PgBackupException>()).Which;
        exception.Code.Should().Be(PgBackupErrorCodes.ConnectionFailed);
        exception.Message.Should().Contain("postgres");
        (await database.ScalarAsync<long>("SELECT count(*) FROM t")).Should().Be(2);
        await database.ExecuteAsync("GRANT CONNECT ON DATABASE template1 TO master");
        (await backups.PlanRestoreAsync(id, Replace)).Conflicts.Should().NotContain(c => c.Code == PgBackupErrorCodes.ConnectionFailed);
    }

    [Fact]
    public async Task Contradictions_are_refused()
    {
        using var host = new BackupHost();
        foreach (var options in new[]
        {
            new RestoreOptions { ReplaceDatabase = true, Tables = { "t" } },
            new RestoreOptions { ReplaceDatabase = true, DropExisting = true },
            new RestoreOptions { ReplaceDatabase = true, ExistingRows = ExistingRowsAction.Append },
            new RestoreOptions { ReplaceDatabase = true, SchemaOnly = true },
            new RestoreOptions { ReplaceDatabase = true, DataOnly = true },
            new RestoreOptions { DisconnectOthers = true },
        })
        {
            var act = () => host.WithoutServer().RestoreBackupAsync("20260101-000000-00000000", options);
            await act.Should().ThrowAsync<ArgumentException>();
        }
    }

    private static async Task IsAsItWasAsync(RestoreWorld world)
    {
        (await world.Source.ColumnAsync<int>("SELECT id FROM t")).Should().Equal(1);
        (await world.Source.ScalarAsync<bool>("SELECT datallowconn FROM pg_database WHERE datname = current_database()")).Should().BeTrue();
        (await OthersAsync(world.Source, world.Source.Name)).Should().BeEmpty();
    }

    // The tests' own connections are kept open for reuse.
    private static void Leave(TestDatabase database)
    {
        using var connection = new NpgsqlConnection(database.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private static async Task<NpgsqlConnection> ConnectAsync(TestDatabase database, string application)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, ApplicationName = application };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ComeBackAsync(TestDatabase database, CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            try
            {
                await using var connection = await ConnectAsync(database, "comes back");
                await using var command = new NpgsqlCommand("SELECT pg_sleep(0.01)", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // It was ended; or the database was just being renamed.
            }
        }
    }

    private static async Task<IReadOnlyList<string>> OthersAsync(TestDatabase database, string name) =>
        await database.ColumnAsync<string>("SELECT datname::text FROM pg_database WHERE datname LIKE "
            + $"'{name.Replace("_", "\\_", StringComparison.Ordinal)}\\_%' ORDER BY datname DESC");
}
