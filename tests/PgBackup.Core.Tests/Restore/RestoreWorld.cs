using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Comparison;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Restore;

/// <summary>A database, a store, and the shop that most restore tests begin with.</summary>
internal sealed class RestoreWorld : IAsyncDisposable
{
    /// <summary>Tables with all that hangs on tables: a ring of foreign keys, a self reference, triggers of each state, sequences of each
    /// kind, partitions, a policy, views on views.</summary>
    public const string Shop = """
        CREATE SCHEMA shop;
        CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'happy');
        CREATE SEQUENCE shop.ticket START 100;
        CREATE FUNCTION shop.norm(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.lower($1)';
        CREATE TABLE shop.customer (
            id serial PRIMARY KEY,
            parent_id int REFERENCES shop.customer,
            name text NOT NULL CHECK (name <> ''),
            mood shop.mood DEFAULT 'ok',
            ticket bigint DEFAULT nextval('shop.ticket'),
            upper_name text GENERATED ALWAYS AS (pg_catalog.upper(name)) STORED,
            favourite_id int);
        CREATE INDEX customer_norm ON shop.customer (shop.norm(name));
        CREATE TABLE shop.orders (
            id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            customer_id int NOT NULL CONSTRAINT orders_customer REFERENCES shop.customer,
            note text);
        COMMENT ON CONSTRAINT orders_customer ON shop.orders IS 'who bought';
        ALTER TABLE shop.customer ADD CONSTRAINT customer_favourite FOREIGN KEY (favourite_id) REFERENCES shop.orders DEFERRABLE;
        CREATE TABLE shop.log (at int NOT NULL, what text) PARTITION BY RANGE (at);
        CREATE TABLE shop.log_1 PARTITION OF shop.log FOR VALUES FROM (0) TO (10);
        CREATE TABLE shop.log_2 PARTITION OF shop.log FOR VALUES FROM (10) TO (100) PARTITION BY LIST (at);
        CREATE TABLE shop.log_2a PARTITION OF shop.log_2 DEFAULT;
        CREATE INDEX log_what ON shop.log (what);
        CREATE TABLE public.fired (by text);
        CREATE FUNCTION public.fire() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN INSERT INTO public.fired VALUES (TG_NAME || '' '' || TG_OP); RETURN NULL; END';
        CREATE TRIGGER a_usual AFTER INSERT OR UPDATE OR DELETE ON shop.customer FOR EACH ROW EXECUTE FUNCTION public.fire();
        CREATE TRIGGER b_disabled AFTER INSERT OR DELETE ON shop.customer FOR EACH ROW EXECUTE FUNCTION public.fire();
        CREATE TRIGGER c_always AFTER INSERT OR DELETE ON shop.customer FOR EACH STATEMENT EXECUTE FUNCTION public.fire();
        CREATE TRIGGER d_replica AFTER INSERT OR DELETE ON shop.customer FOR EACH ROW EXECUTE FUNCTION public.fire();
        ALTER TABLE shop.customer DISABLE TRIGGER b_disabled;
        ALTER TABLE shop.customer ENABLE ALWAYS TRIGGER c_always;
        ALTER TABLE shop.customer ENABLE REPLICA TRIGGER d_replica;
        ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
        CREATE POLICY mine ON shop.orders USING (note IS NOT NULL);
        COMMENT ON TABLE shop.customer IS 'people';
        COMMENT ON COLUMN shop.customer.name IS 'what they are called';
        CREATE VIEW shop.names AS SELECT id, shop.norm(name) AS name FROM shop.customer;
        CREATE MATERIALIZED VIEW shop.counted AS SELECT count(*) AS n FROM shop.names;
        ALTER TABLE shop.customer DISABLE TRIGGER USER;
        INSERT INTO shop.customer (parent_id, name) SELECT CASE WHEN i > 1 THEN i - 1 END, 'Name ' || i FROM generate_series(1, 20) i;
        INSERT INTO shop.orders (customer_id, note) SELECT i, 'note ' || i FROM generate_series(1, 20) i;
        UPDATE shop.customer SET favourite_id = 21 - id;
        ALTER TABLE shop.customer ENABLE TRIGGER a_usual;
        ALTER TABLE shop.customer ENABLE ALWAYS TRIGGER c_always;
        ALTER TABLE shop.customer ENABLE REPLICA TRIGGER d_replica;
        INSERT INTO shop.log SELECT i, 'log ' || i FROM generate_series(1, 30) i;
        REFRESH MATERIALIZED VIEW shop.counted;
        """;

    private RestoreWorld(TestDatabase source) => Source = source;

    public TestDatabase Source { get; }

    public BackupHost Host { get; } = new();

    public IDatabaseBackup Backups => Over(Source);

    // Without a pool, nobody is connected when the server copies the database.
    public IDatabaseBackup Over(TestDatabase database) =>
        Host.For(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);

    public static async Task<RestoreWorld> CreateAsync(string sql = Shop, int? major = null)
    {
        var world = new RestoreWorld(await PostgresServers.CreateDatabaseAsync(major));
        await world.Source.ExecuteAsync(sql);
        return world;
    }

    public async Task<string> BackUpAsync(BackupOptions? options = null) => (await Backups.CreateBackupAsync(options)).Id;

    public Task<RestoreResult> RestoreAsync(
        string id, RestoreOptions options, TestDatabase? target = null, CancellationToken token = default) =>
        Over(target ?? Source).RestoreBackupAsync(id, options, null, token);

    /// <summary>Restores in vain, and insists that nothing of the database changed and nothing is left behind.</summary>
    public Task<PgBackupException> FailAsync(string id, RestoreOptions options, string code, TestDatabase? target = null) =>
        FailAsync(target ?? Source, () => RestoreAsync(id, options, target), code);

    /// <inheritdoc cref="FailAsync(string, RestoreOptions, string, TestDatabase?)"/>
    public static async Task<PgBackupException> FailAsync(TestDatabase database, Func<Task> restore, string code)
    {
        PgBackupException? exception = null;
        await UnchangedAsync(database, async () => exception = (await restore.Should().ThrowAsync<PgBackupException>()).Which);
        exception!.Code.Should().Be(code, exception.ToString());
        return exception;
    }

    /// <summary>Does something that must leave the database exactly as it was, and no session's traces.</summary>
    public static async Task UnchangedAsync(TestDatabase database, Func<Task> action)
    {
        await using var before = await DatabaseCopy.CreateAsync(database);
        await action();
        (await DatabaseComparison.CompareAsync(before.ConnectionString, database.ConnectionString)).Should().BeEmpty();
        await LeavesNothingAsync(database);
    }

    public static async Task LeavesNothingAsync(TestDatabase database)
    {
        const string Locks = """
            SELECT l.locktype || ' ' || l.mode FROM pg_locks l
            WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.pid <> pg_backend_pid()
            """;
        // A server notices a client's cancellation a moment later.
        for (var i = 0; i < 50 && (await database.ColumnAsync<string>(Locks)).Count > 0; i++)
            await Task.Delay(20);
        (await database.ColumnAsync<string>(Locks)).Should().BeEmpty();
        (await database.ColumnAsync<string>(
            "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> "
            + "'idle'")).Should().BeEmpty();
        (await database.ColumnAsync<string>("SELECT relname::text FROM pg_class WHERE relpersistence = 't'")).Should().BeEmpty();
    }

    /// <summary>Remembers the database as it is, for a comparison later.</summary>
    public Task<DatabaseCopy> CopyAsync() => DatabaseCopy.CreateAsync(Source);

    public async Task SameAsAsync(DatabaseCopy copy) => await SameAsync(copy.ConnectionString, Source.ConnectionString);

    public static async Task SameAsync(string expected, string actual) =>
        (await DatabaseComparison.CompareAsync(expected, actual)).Should().BeEmpty();

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        Host.Dispose();
    }
}
