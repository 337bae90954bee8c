using FluentAssertions;
using Npgsql;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>Many small tables, whose definitions several workers make and whose steps share transactions.</summary>
public sealed class ManyTablesTests : IAsyncLifetime
{
    // The array type of x gets another name where _x is first. The long names differ in their last byte alone, for which older servers find
    // no more than 68 names of array types.
    private const string Tables = """
        CREATE TYPE public.mood AS ENUM ('ok');
        CREATE TABLE public.base (id int PRIMARY KEY, m public.mood);
        DO $$ BEGIN FOR i IN 1..120 LOOP
            EXECUTE format('CREATE TABLE public.t%s (id serial PRIMARY KEY, g int GENERATED ALWAYS AS IDENTITY, t text, ref int)', i);
            EXECUTE format('INSERT INTO public.t%s (t, ref) SELECT ''x'', i FROM generate_series(1, 10) i', i);
            EXECUTE format('CREATE TABLE public.heir%s (a int DEFAULT %s) INHERITS (public.base)', i, i);
            EXECUTE format('CREATE TABLE public.x%s (a int); CREATE TABLE public._x%s (a public.x%s)', i, i, i);
            IF i <= 60 THEN
                EXECUTE format('CREATE TABLE public.%I ()', rpad('long', 60, 'o') || to_char(i, 'FM000'));
            END IF;
        END LOOP; END $$;
        INSERT INTO public.heir7 VALUES (1, 'ok');
        ALTER TABLE public.t1 ADD CONSTRAINT one_two FOREIGN KEY (ref) REFERENCES public.t2;
        ALTER TABLE public.t2 ADD CONSTRAINT two_one FOREIGN KEY (ref) REFERENCES public.t1;
        ALTER TABLE public.t3 ADD CONSTRAINT three_three FOREIGN KEY (ref) REFERENCES public.t3;
        ALTER TABLE public.t4 ADD CONSTRAINT unproven FOREIGN KEY (ref) REFERENCES public.t3 NOT VALID;
        """;

    private const string Keys = "SELECT conname || ' ' || convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1";

    private RestoreWorld _world = null!;

    public async Task InitializeAsync() => _world = await RestoreWorld.CreateAsync(Tables);

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Workers_make_the_same_tables_keys_and_statistics()
    {
        var id = await _world.BackUpAsync(new BackupOptions { Jobs = 2 });
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var result = await In(target).RestoreBackupAsync(id);

        result.Warnings.Should().BeEmpty();
        await RestoreWorld.SameAsync(_world.Source.ConnectionString, target.ConnectionString);
        (await target.ColumnAsync<string>(Keys)).Should().Equal("one_two true", "three_three true", "two_one true", "unproven false");
        (await AnalyzedAsync(target)).Should().HaveCount(121).And.Contain(["t1", "t120", "heir7"]);
    }

    [Fact]
    public async Task Rows_that_break_a_foreign_key_of_small_tables_undo_all()
    {
        await _world.Source.ExecuteAsync("SET session_replication_role = replica; INSERT INTO public.t1 (ref) VALUES (4711)");
        var id = await _world.BackUpAsync(new BackupOptions { Jobs = 2 });
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var failure = await RestoreWorld.FailAsync(target, () => In(target).RestoreBackupAsync(id), PgBackupErrorCodes.RestoreFailed);
        failure.Message.Should().Contain("one_two").And.Contain("SkipConstraints").And.NotContain("4711");

        var result = await In(target).RestoreBackupAsync(id, new RestoreOptions { SkipConstraints = true });
        result.UnvalidatedConstraints.Should().HaveCount(4);
        (await target.ColumnAsync<string>(Keys)).Should().OnlyContain(key => key.EndsWith(" false", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Table_that_somebody_has_locked_gets_its_statistics_when_it_is_free()
    {
        var id = await _world.BackUpAsync(new BackupOptions { Jobs = 2 });
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await using var other = new NpgsqlConnection(target.ConnectionString);
        await other.OpenAsync();
        Task? release = null;

        await In(target).RestoreBackupAsync(id, null, new Immediate<RestoreProgress>(LockAtTheEnd), default);

        release.Should().NotBeNull();
        await release!;
        (await AnalyzedAsync(target)).Should().HaveCount(121).And.Contain("t60");

        void LockAtTheEnd(RestoreProgress progress)
        {
            if (progress.Phase != RestorePhase.Finishing || release is not null)
                return;
            using var command = new NpgsqlCommand("BEGIN; LOCK TABLE public.t60 IN SHARE UPDATE EXCLUSIVE MODE", other);
            command.ExecuteNonQuery();
            release = Task.Run(ReleaseAsync);
        }

        async Task ReleaseAsync()
        {
            // Nobody waits where the table is forgotten.
            for (var i = 0; i < 200 && !await target.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
                + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND relation = 't60'::regclass)"); i++)
                await Task.Delay(50);
            await using var command = new NpgsqlCommand("COMMIT", other);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Session_that_is_ended_amid_statistics_leaves_a_warning_and_all_that_was_restored()
    {
        await _world.Source.ExecuteAsync("""
            CREATE FUNCTION public.end_analysis(x int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
            BEGIN
                IF pg_catalog.current_query() LIKE '%ANALYZE%' THEN
                    PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());
                END IF;
                RETURN x;
            END $$;
            CREATE INDEX ON public.t5 (public.end_analysis(id));
            """);
        var id = await _world.BackUpAsync(new BackupOptions { Jobs = 2 });
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var result = await In(target).RestoreBackupAsync(id);

        result.Warnings.Should().ContainSingle().Which.Should().Contain("ANALYZE");
        await RestoreWorld.SameAsync(_world.Source.ConnectionString, target.ConnectionString);
    }

    private static Task<IReadOnlyList<string>> AnalyzedAsync(TestDatabase database) => database.ColumnAsync<string>(
        "SELECT relname::text FROM pg_class WHERE oid IN (SELECT starelid FROM pg_statistic) AND relnamespace = 'public'::regnamespace");

    private IDatabaseBackup In(TestDatabase database) => _world.Host.For(
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString,
        options =>
        {
            options.Jobs = 3;
            options.ParallelRestoreFrom = 0;
        });
}
