using FluentAssertions;
using Npgsql;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>Tables whose rows several workers load, and foreign keys that are proven at the same time as others.</summary>
public sealed class SharedTableTests : IAsyncLifetime
{
    // Several segments each, on servers that copy ranges of pages and on others.
    private const string Large = """
        CREATE FUNCTION public.is_welcome(i int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
        CREATE TABLE public.large (id int PRIMARY KEY, parent_id int, small_id int, t text, CHECK (public.is_welcome(id)));
        INSERT INTO public.large SELECT i, nullif(i / 2, 0), i % 100 + 1, repeat(md5(i::text), 40) FROM generate_series(1, 36000) i;
        CREATE TABLE public.small (id int PRIMARY KEY, large_id int);
        INSERT INTO public.small SELECT i, i FROM generate_series(1, 500) i;
        CREATE INDEX large_t ON public.large (left(t, 8));
        ALTER TABLE public.large ADD CONSTRAINT large_parent FOREIGN KEY (parent_id) REFERENCES public.large DEFERRABLE INITIALLY DEFERRED;
        ALTER TABLE public.large ADD CONSTRAINT large_small FOREIGN KEY (small_id) REFERENCES public.small ON DELETE CASCADE;
        ALTER TABLE public.small ADD CONSTRAINT small_large FOREIGN KEY (large_id) REFERENCES public.large;
        ALTER TABLE public.small ADD CONSTRAINT small_unproven FOREIGN KEY (large_id) REFERENCES public.large NOT VALID;
        COMMENT ON CONSTRAINT large_small ON public.large IS 'whose';
        """;

    private RestoreWorld _world = null!;

    public async Task InitializeAsync() => _world = await RestoreWorld.CreateAsync(Large);

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Several_workers_load_one_table_and_it_is_whole()
    {
        // Whoever has the first row is busy until the others are there.
        await _world.Source.ExecuteAsync("""
            CREATE OR REPLACE FUNCTION public.is_welcome(i int) RETURNS boolean LANGUAGE sql IMMUTABLE
                AS 'SELECT i > 1 OR pg_catalog.pg_sleep(2) IS NOT NULL';
            SELECT lo_from_bytea(0, decode(repeat(md5(i::text), 32768), 'hex')) FROM generate_series(1, 72) i;
            """);
        var id = await _world.BackUpAsync(new BackupOptions { Jobs = 2 });
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var result = await In(target, inPieces: true).RestoreBackupAsync(id);

        result.Rows.Should().Be((await _world.Backups.FindBackupAsync(id))!.Rows);
        await RestoreWorld.SameAsync(_world.Source.ConnectionString, target.ConnectionString);
        (await target.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM public.large")).Should().BeGreaterThan(1);
        (await target.ColumnAsync<int>("SELECT id FROM public.small")).Should().BeInAscendingOrder();
        (await target.ColumnAsync<string>("SELECT conname || ' ' || convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1"))
            .Should().Equal("large_parent true", "large_small true", "small_large true", "small_unproven false");
    }

    [Fact]
    public async Task Rows_that_break_a_foreign_key_undo_all_and_are_told_as_in_one_transaction()
    {
        await _world.Source.ExecuteAsync("SET session_replication_role = replica; INSERT INTO public.small VALUES (501, 36001)");
        var id = await _world.BackUpAsync(new BackupOptions { Jobs = 2 });
        var messages = new List<string>();
        foreach (var inPieces in new[] { false, true })
        {
            await using var target = await PostgresServers.CreateDatabaseAsync();
            var failure = await RestoreWorld.FailAsync(
                target, () => In(target, inPieces).RestoreBackupAsync(id), PgBackupErrorCodes.RestoreFailed);
            messages.Add($"{failure.ObjectName}: {failure.Message}");
        }

        messages[1].Should().Be(messages[0]).And.Contain("small_large").And.NotContain("36001");
        await using var skipping = await PostgresServers.CreateDatabaseAsync();
        var result = await In(skipping, inPieces: true).RestoreBackupAsync(id, new RestoreOptions { SkipConstraints = true });
        result.UnvalidatedConstraints.Should().HaveCount(4);
        (await skipping.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated")).Should().Be(0);
    }

    [Fact]
    public async Task Worker_that_fails_undoes_what_all_have_done()
    {
        await _world.Source.ExecuteAsync(
            "CREATE OR REPLACE FUNCTION public.is_welcome(i int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT i <> 35000'");
        var id = await _world.BackUpAsync(new BackupOptions { Jobs = 2 });
        await using var target = await PostgresServers.CreateDatabaseAsync();

        var failure = await RestoreWorld.FailAsync(
            target, () => In(target, inPieces: true).RestoreBackupAsync(id), PgBackupErrorCodes.RestoreFailed);

        failure.ObjectName.Should().Be("the rows of public.large");
        failure.Message.Should().Contain("large_id_check");
    }

    private IDatabaseBackup In(TestDatabase database, bool inPieces) => _world.Host.For(
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString,
        options =>
        {
            options.Jobs = 3;
            options.ParallelRestoreFrom = inPieces ? 0 : long.MaxValue;
            options.SharedLoadFrom = 16 * 1024 * 1024;
        });
}
