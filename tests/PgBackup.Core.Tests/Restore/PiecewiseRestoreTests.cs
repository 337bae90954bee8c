using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Servers;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

public sealed class PiecewiseRestoreTests : IAsyncLifetime, IDisposable
{
    // In one transaction they would need more locks than the server has.
    private const string FortyTables = """
        DO $$ BEGIN FOR i IN {0}..{0} + 39 LOOP
            EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, t text)', i);
            EXECUTE format('INSERT INTO t%s (t) SELECT ''x'' FROM generate_series(1, 10)', i);
        END LOOP; END $$
        """;

    private const string Rest = """
        ALTER TABLE t1 ADD FOREIGN KEY (id) REFERENCES t2;
        ALTER TABLE t2 ADD FOREIGN KEY (id) REFERENCES t1;
        CREATE TYPE mood AS ENUM ('ok');
        CREATE VIEW seen AS SELECT count(*) FROM t120;
        """;

    private readonly BackupHost _host = new();
    private ThrowawayServer _server = null!;
    private TestDatabase _source = null!;

    public async Task InitializeAsync()
    {
        _server = await ThrowawayServer.StartAsync(new ThrowawayServerOptions
        {
            Major = TestMajors.Any,
            AllowExisting = false,
            Settings =
            {
                ["max_locks_per_transaction"] = "10",
                ["max_connections"] = "20",
                ["max_wal_senders"] = "4",
                ["max_worker_processes"] = "2",
            },
        });
        _source = await TestDatabase.CreateAsync(_server);
        foreach (var first in new[] { "1", "41", "81" })
            await _source.ExecuteAsync(FortyTables.Replace("{0}", first, StringComparison.Ordinal));
        await _source.ExecuteAsync(Rest);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Database_of_more_objects_than_locks_is_restored_and_taken_out_again_when_that_fails()
    {
        var id = (await Over(_source).CreateBackupAsync(new BackupOptions { Jobs = 1 })).Id;

        var whole = await TestDatabase.CreateAsync(_server);
        var result = await Over(whole).RestoreBackupAsync(id);
        result.Warnings.Should().BeEmpty();
        await RestoreWorld.SameAsync(_source.ConnectionString, whole.ConnectionString);

        foreach (var phase in new[] { RestorePhase.PreData, RestorePhase.LoadingData, RestorePhase.PostData })
        {
            var cancelled = await TestDatabase.CreateAsync(_server);
            using var stop = new CancellationTokenSource();
            await RestoreWorld.UnchangedAsync(cancelled, async () =>
            {
                var act = () => Over(cancelled).RestoreBackupAsync(id, null, At(phase, stop.Cancel), stop.Token);
                await act.Should().ThrowAsync<OperationCanceledException>();
            });

            var killed = await TestDatabase.CreateAsync(_server);
            await RestoreWorld.FailAsync(
                killed,
                () => Over(killed).RestoreBackupAsync(id, null, At(phase, () => RestoreFailureTests.Kill(killed, "PgBackup")), default),
                PgBackupErrorCodes.ServerFailed);
        }
    }

    [Fact]
    public async Task Roles_that_were_made_are_dropped_when_the_rest_fails()
    {
        const string Roles = "CREATE ROLE piece_group; CREATE ROLE piece_user IN ROLE piece_group; ALTER TABLE t7 OWNER TO piece_user";
        await _source.ExecuteAsync(Roles);
        var id = (await Over(_source).CreateBackupAsync(new BackupOptions { Jobs = 1, Roles = BackupRoles.WithoutPasswords })).Id;
        await _source.ExecuteAsync("ALTER TABLE t7 OWNER TO CURRENT_USER; DROP ROLE piece_user, piece_group");
        var target = await TestDatabase.CreateAsync(_server);
        using var stop = new CancellationTokenSource();

        var act = () =>
            Over(target).RestoreBackupAsync(id, new RestoreOptions { Roles = true }, At(RestorePhase.PostData, stop.Cancel), stop.Token);
        await act.Should().ThrowAsync<OperationCanceledException>();
        (await target.ColumnAsync<string>("SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'piece%'")).Should().BeEmpty();

        await Over(target).RestoreBackupAsync(id, new RestoreOptions { Roles = true });
        (await target.ScalarAsync<bool>("SELECT pg_has_role('piece_user', 'piece_group', 'MEMBER')")).Should().BeTrue();
        (await target.ScalarAsync<string>("SELECT relowner::regrole::text FROM pg_class WHERE relname = 't7'")).Should().Be("piece_user");
    }

    [Fact]
    public async Task What_others_made_meanwhile_is_not_dropped()
    {
        var id = (await Over(_source).CreateBackupAsync(new BackupOptions { Jobs = 1 })).Id;
        var target = await TestDatabase.CreateAsync(_server);
        var made = false;
        void MakeTable()
        {
            if (made)
                return;
            made = true;
            using var connection = new NpgsqlConnection(target.ConnectionString);
            connection.Open();
            using var command = new NpgsqlCommand("CREATE TABLE t99 (mine text); INSERT INTO t99 VALUES ('precious')", connection);
            command.ExecuteNonQuery();
        }

        var act = () => Over(target).RestoreBackupAsync(id, null, At(RestorePhase.PreData, MakeTable), default);

        (await act.Should().ThrowAsync<PgBackupException>()).Which.Code.Should().Be(PgBackupErrorCodes.RestoreFailed);
        (await target.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = "
            + "'r'")).Should().Equal("t99");
        (await target.ScalarAsync<string>("SELECT mine FROM t99")).Should().Be("precious");
    }

    private static Immediate<RestoreProgress> At(RestorePhase phase, Action action) => new(p =>
    {
        if (p.Phase == phase)
            action();
    });

    private IDatabaseBackup Over(TestDatabase database) =>
        _host.For(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
}
