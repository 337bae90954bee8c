using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Postgres;
using PgBackup.Restore;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class ExtensionMemberTests
{
    // What the script of an extension with configuration does.
    private const string Extension = """
        CREATE EXTENSION citext;
        CREATE TABLE settings (id serial PRIMARY KEY, name text, is_built_in bool NOT NULL DEFAULT false);
        CREATE POLICY built_in ON settings USING (is_built_in);
        INSERT INTO settings VALUES (0, 'built in', true);
        GRANT SELECT, UPDATE (name) ON settings TO pg_monitor WITH GRANT OPTION;
        GRANT INSERT ON settings TO PUBLIC;
        CREATE TABLE a_detail (setting int NOT NULL REFERENCES settings);
        ALTER EXTENSION citext ADD SEQUENCE settings_id_seq;
        ALTER EXTENSION citext ADD TABLE settings;
        ALTER EXTENSION citext ADD TABLE a_detail;
        UPDATE pg_extension SET extconfig = ARRAY['a_detail', 'settings', 'settings_id_seq']::regclass[]::oid[],
               extcondition = ARRAY['', 'WHERE NOT is_built_in -- the user''s', ''] WHERE extname = 'citext';
        """;

    private const string Use = """
        INSERT INTO settings (name) VALUES ('mine'), ('mine too');
        INSERT INTO a_detail VALUES (1), (2), (2);
        CREATE POLICY mine ON settings USING (name = CURRENT_USER);
        ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
        CREATE PUBLICATION changes FOR TABLE settings;
        CREATE SEQUENCE numbers OWNED BY settings.id;
        REVOKE GRANT OPTION FOR SELECT ON settings FROM pg_monitor;
        REVOKE UPDATE (name) ON settings FROM pg_monitor;
        REVOKE INSERT ON settings FROM PUBLIC;
        GRANT SELECT (name), SELECT (ctid) ON settings TO pg_signal_backend;
        """;

    [Theory]
    [EachMajor]
    public async Task What_users_do_with_an_extensions_tables_is_restored(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var restored = await PostgresServers.CreateDatabaseAsync(major);
        await using var loaded = await PostgresServers.CreateDatabaseAsync(major);
        foreach (var database in new[] { source, restored, loaded })
            await database.ExecuteAsync(Extension);
        await source.ExecuteAsync(Use);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        var result = await host.For(restored.ConnectionString).RestoreBackupAsync(
            backup.Id, new RestoreOptions { ExistingRows = ExistingRowsAction.Append });
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(loaded, script);

        backup.Rows.Should().Be(5);
        var manifest = await host.For(source.ConnectionString).ReadManifestAsync(backup.Id);
        await using (var connector = DatabaseConnector.For(restored.ConnectionString))
            (await ContentComparison.RunAsync(connector, manifest, mayLack: false, default)).Should().BeEmpty(
                "the extension's own rows are not in the backup");
        result.Warnings.Should().BeEmpty();
        (await DatabaseComparison.CompareAsync(source.ConnectionString, restored.ConnectionString)).Should().BeEmpty();
        (await DatabaseComparison.CompareAsync(source.ConnectionString, loaded.ConnectionString)).Should().BeEmpty();
    }

    [Fact]
    public async Task Comments_of_extensions_are_written_only_where_they_are_not_those_of_the_extension()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync("""
            CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION lo;
            COMMENT ON EXTENSION hstore IS 'mine'; COMMENT ON EXTENSION lo IS NULL;
            """);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();

        using var script = new StreamReader(host.OpenScript(backup));
        (await script.ReadToEndAsync()).Split('\n').Where(l => l.StartsWith("COMMENT ON EXTENSION", StringComparison.Ordinal))
            .Should().Equal("COMMENT ON EXTENSION hstore IS 'mine';", "COMMENT ON EXTENSION lo IS '';");
    }

    [Fact]
    public async Task Privileges_of_a_member_that_the_extension_does_not_make_are_left_out_with_a_warning()
    {
        await using var source = await PostgresServers.CreateDatabaseAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await source.ExecuteAsync("""
            CREATE EXTENSION citext;
            CREATE TABLE added (a int);
            ALTER EXTENSION citext ADD TABLE added;
            GRANT SELECT ON added TO pg_monitor;
            CREATE TABLE t AS SELECT 1 AS a;
            """);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        var result = await host.For(target.ConnectionString).RestoreBackupAsync(backup.Id);

        result.Warnings.Should().ContainSingle().Which.Should().Contain("public.added");
        (await target.ColumnAsync<int>("SELECT a FROM t")).Should().Equal(1);
    }
}
