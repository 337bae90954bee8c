using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class SettingsTests
{
    private const string Objects = """
        SET check_function_bodies = off;
        CREATE SCHEMA s;
        CREATE TABLE s.t (
            a int PRIMARY KEY, b text[] CHECK (b IS DISTINCT FROM NULL), d date DEFAULT '2020-02-01', i interval DEFAULT '1 mon -2 days',
            ts timestamptz DEFAULT '2020-01-01 00:00+00', f float8 DEFAULT 0.1, m money DEFAULT 12.5, x xml DEFAULT 'a<b/>',
            y bytea DEFAULT '\x00ff5c',
            w text DEFAULT E'back\\slash''');
        INSERT INTO s.t (a, b) VALUES (1, ARRAY[NULL, 'NULL', 'x']);
        CREATE TABLE s.of_time (ts timestamptz) PARTITION BY RANGE (ts);
        CREATE TABLE s.of_time_1 PARTITION OF s.of_time FOR VALUES FROM ('2020-01-01 03:00+03') TO ('infinity');
        INSERT INTO s.of_time VALUES ('2021-06-01 00:00+00');
        CREATE VIEW s.v AS SELECT a = NULL AS n, '2020-01-02'::date AS d, '1 day'::interval AS i FROM s.t;
        CREATE FUNCTION s.needs_path() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
        CREATE FUNCTION s.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$fired$$; END';
        CREATE TABLE s.guarded (a int);
        INSERT INTO s.guarded VALUES (1);
        CREATE TRIGGER refuse BEFORE INSERT ON s.guarded FOR EACH ROW EXECUTE FUNCTION s.refuse();
        ALTER TABLE s.guarded ENABLE REPLICA TRIGGER refuse;
        CREATE MATERIALIZED VIEW s.mv AS SELECT * FROM s.t;
        """;

    private static readonly string[] Settings =
    [
        "search_path = s, public", "DateStyle = 'German, DMY'", "IntervalStyle = iso_8601", "TimeZone = 'Asia/Kolkata'",
        "extra_float_digits = -15",
        "bytea_output = escape", "xmloption = document", "quote_all_identifiers = on", "transform_null_equals = on", "array_nulls = off",
        "standard_conforming_strings = off", "backslash_quote = off", "check_function_bodies = on", "client_min_messages = debug1",
        "session_replication_role = replica", "row_security = on", "client_encoding = 'LATIN1'", "default_transaction_read_only = on",
        "default_transaction_isolation = serializable", "default_transaction_deferrable = on", "lock_timeout = '5s'",
        "statement_timeout = '200ms'", "idle_in_transaction_session_timeout = '200ms'",
    ];

    [Theory]
    [EachMajor]
    public async Task Settings_of_roles_and_databases_change_nothing(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await source.ExecuteAsync(Objects);
        await using var restored = await PostgresServers.CreateDatabaseAsync(major);
        await using var loaded = await PostgresServers.CreateDatabaseAsync(major);
        var role = $"set_{source.Name}";
        await source.ExecuteAsync($"CREATE ROLE {role} SUPERUSER LOGIN PASSWORD 'hunter2'");
        foreach (var setting in Settings)
            await source.ExecuteAsync($"ALTER ROLE {role} SET {setting}");
        foreach (var setting in Settings.Where(s => !s.StartsWith("default_transaction", StringComparison.Ordinal)))
            await source.ExecuteAsync($"ALTER DATABASE {loaded.Name} SET {setting}");
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionStringOf(role, "hunter2")).CreateBackupAsync();
        var result = await host.For(restored.ConnectionStringOf(role, "hunter2")).RestoreBackupAsync(backup.Id);
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(loaded, script);

        // They would change how the comparison reads.
        await source.ExecuteAsync($"ALTER DATABASE {loaded.Name} RESET ALL");
        backup.Warnings.Concat(result.Warnings).Should().BeEmpty();
        (await DatabaseComparison.CompareAsync(source.ConnectionString, restored.ConnectionString)).Should().BeEmpty();
        (await DatabaseComparison.CompareAsync(source.ConnectionString, loaded.ConnectionString)).Should().BeEmpty();
        await source.ExecuteAsync($"DROP ROLE {role}");
    }

    [Fact]
    public async Task Server_does_not_compile_queries()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
        await source.ExecuteAsync($"ALTER DATABASE {source.Name} SET jit = on");
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync(
            new BackupOptions { Where = { ["t"] = "current_setting('jit') = 'off'" } });

        backup.Rows.Should().Be(2);
    }
}
