using FluentAssertions;
using Npgsql;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class RestoreFailureTests
{
    [Theory]
    [InlineData(RestorePhase.Planning)]
    [InlineData(RestorePhase.PreData)]
    [InlineData(RestorePhase.LoadingData)]
    [InlineData(RestorePhase.PostData)]
    public async Task Cancelled_restore_leaves_the_database_as_it_was(RestorePhase phase)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DELETE FROM shop.log WHERE at > 20");
        using var stop = new CancellationTokenSource();
        var cancel = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == phase)
                stop.Cancel();
        });

        await RestoreWorld.UnchangedAsync(world.Source, async () =>
        {
            var act = () => world.Backups.RestoreBackupAsync(id, new RestoreOptions { DropExisting = true }, cancel, stop.Token);
            await act.Should().ThrowAsync<OperationCanceledException>();
        });
    }

    [Theory]
    [InlineData(RestorePhase.PreData)]
    [InlineData(RestorePhase.LoadingData)]
    [InlineData(RestorePhase.PostData)]
    public async Task Killed_connection_leaves_the_database_as_it_was(RestorePhase phase)
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("DELETE FROM shop.log WHERE at > 20");
        var kill = new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == phase)
                Kill(world.Source, "PgBackup");
        });

        var exception = await RestoreWorld.FailAsync(
            world.Source,
            () => world.Backups.RestoreBackupAsync(id, new RestoreOptions { DropExisting = true }, kill, default),
            PgBackupErrorCodes.ServerFailed);

        exception.InnerException.Should().BeAssignableTo<NpgsqlException>();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Key_whose_rows_are_missing_names_SkipConstraints_only_where_that_helps(bool isPartitioned, bool inPieces)
    {
        await using var world = await RestoreWorld.CreateAsync(Child(isPartitioned));
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await using var another = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync(new BackupOptions { Where = { ["parent"] = "id > 1" } });
        var skip = new RestoreOptions { SkipConstraints = true };

        var exception = await FailsAsync(target, new RestoreOptions());
        exception.Message.Should().Contain("child_key").And.Contain("23503").And.NotContain("(1)");
        exception.Message.Contains("SkipConstraints", StringComparison.Ordinal).Should().Be(!isPartitioned);
        if (isPartitioned)
            (await FailsAsync(another, skip)).Message.Should().Contain("child_key").And.NotContain("SkipConstraints");
        else
            (await In(another).RestoreBackupAsync(id, skip)).UnvalidatedConstraints.Should().ContainSingle();

        Task<PgBackupException> FailsAsync(TestDatabase database, RestoreOptions options) => RestoreWorld.FailAsync(
            database, () => In(database).RestoreBackupAsync(id, options), PgBackupErrorCodes.RestoreFailed);

        IDatabaseBackup In(TestDatabase database) => world.Host.For(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString,
            o => o.ParallelRestoreFrom = inPieces ? 0 : long.MaxValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Key_of_a_kept_table_names_SkipConstraints_only_where_that_helps(bool isPartitioned)
    {
        await using var world = await RestoreWorld.CreateAsync(Child(isPartitioned));
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("SET session_replication_role = replica; DELETE FROM child; DELETE FROM parent");
        var options = new RestoreOptions { DataOnly = true, Tables = { "child*" } };

        var exception = await world.FailAsync(id, options, PgBackupErrorCodes.RestoreFailed);
        exception.Message.Contains("SkipConstraints", StringComparison.Ordinal).Should().Be(!isPartitioned);
        options.SkipConstraints = true;
        if (isPartitioned)
            (await world.FailAsync(id, options, PgBackupErrorCodes.RestoreFailed)).Message.Should().NotContain("SkipConstraints");
        else
            (await world.RestoreAsync(id, options)).UnvalidatedConstraints.Should().ContainSingle();
    }

    [Fact]
    public async Task Row_that_a_constraint_of_the_target_refuses_undoes_all()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync("""
            ALTER TABLE shop.customer DISABLE TRIGGER USER; UPDATE shop.orders SET note = 'x' WHERE id = 13;
            ALTER TABLE shop.orders ADD CONSTRAINT unlucky CHECK (note <> 'note 13')
            """);

        var exception = await world.FailAsync(
            id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace }, PgBackupErrorCodes.RestoreFailed);

        exception.Message.Should().Contain("shop.orders").And.Contain("unlucky");
        exception.ToString().Should().NotContain("note 13", "rows stay out of messages");
    }

    [Fact]
    public async Task Locked_table_is_waited_for_no_longer_than_the_timeout()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        var id = await world.BackUpAsync();
        await using var other = await world.Source.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE t IN ROW EXCLUSIVE MODE", other))
            await command.ExecuteNonQueryAsync();

        RestoreOptions[] locking = [new() { DropExisting = true }, new() { ExistingRows = ExistingRowsAction.Append }];
        foreach (var options in locking)
        {
            options.LockTimeout = TimeSpan.FromMilliseconds(200);
            var act = () => world.RestoreAsync(id, options);
            (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.LockTimeout);
        }
    }

    [Fact]
    public async Task Missing_privilege_is_named_and_nothing_changes()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync();
        var role = $"weak_{Guid.NewGuid():N}";
        await target.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'weak'; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(target.ConnectionStringOf(role, "weak")) { Pooling = false };
            var exception = await RestoreWorld.FailAsync(
                target, () => world.Host.For(connection.ConnectionString).RestoreBackupAsync(id), PgBackupErrorCodes.PermissionDenied);
            exception.Message.Should().Contain("TABLE public.t").And.Contain($"GRANT CREATE ON SCHEMA public TO {role}");
        }
        finally
        {
            await target.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Unknown_ids_and_databases_are_told_apart()
    {
        await using var world = await RestoreWorld.CreateAsync("CREATE TABLE t (id int)");
        var id = await world.BackUpAsync();

        await world.FailAsync("20260101-000000-00000000", new RestoreOptions(), PgBackupErrorCodes.BackupNotFound);
        foreach (var bad in new[] { "", "../x", "20260101-000000-0000000G", id + "\n", id.ToUpperInvariant() + ".sql" })
        {
            var act = () => world.Backups.RestoreBackupAsync(bad);
            await act.Should().ThrowAsync<ArgumentException>();
        }

        var nowhere = new NpgsqlConnectionStringBuilder(world.Source.ConnectionString) { Database = "there_is_none", Pooling = false };
        var missing = () => world.Backups.RestoreBackupAsync(id, new RestoreOptions { Target = nowhere.ConnectionString });
        (await missing.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.ConnectionFailed);
    }

    [Fact]
    public async Task Two_restores_at_once_wait_for_each_other()
    {
        await using var world = await RestoreWorld.CreateAsync();
        var id = await world.BackUpAsync();
        await using var before = await world.CopyAsync();

        await Task.WhenAll(
            world.RestoreAsync(id, new RestoreOptions { DropExisting = true }),
            world.RestoreAsync(id, new RestoreOptions { ExistingRows = ExistingRowsAction.Replace }));

        await world.SameAsAsync(before);
    }

    internal static void Kill(TestDatabase database, string application)
    {
        using var connection = new NpgsqlConnection(database.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
            + $"application_name = '{application}'",
            connection);
        command.ExecuteNonQuery();
        NpgsqlConnection.ClearPool(connection);
    }

    private static string Child(bool isPartitioned) => $"""
        CREATE TABLE parent (id int PRIMARY KEY); INSERT INTO parent VALUES (1), (2);
        CREATE TABLE child (id int CONSTRAINT child_key REFERENCES parent) {(isPartitioned ? "PARTITION BY LIST (id)" : "")};
        {(isPartitioned ? "CREATE TABLE child_1 PARTITION OF child DEFAULT;" : "")}
        INSERT INTO child VALUES (1);
        """;
}
