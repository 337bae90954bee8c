using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

public sealed class SecurityLabelTests
{
    // No provider is loaded here to accept labels, so they are put where the server would put them.
    private const string Labelled = """
        CREATE SCHEMA s;
        CREATE TABLE s.t (a int, "B b" text);
        CREATE FUNCTION s.f(int, OUT b int) LANGUAGE sql AS 'SELECT 1';
        CREATE DOMAIN s.d AS int;
        SELECT lo_create(4711);
        CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE);
        SET allow_system_table_mods = on;
        INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label) VALUES
            ('s'::regnamespace, 'pg_namespace'::regclass, 0, 'Odd "provider', 'a ''label'' \ ' || chr(10)),
            ('s.t'::regclass, 'pg_class'::regclass, 0, 'dummy', 'table'),
            ('s.t'::regclass, 'pg_class'::regclass, 2, 'dummy', 'column'),
            ('s.f'::regproc, 'pg_proc'::regclass, 0, 'dummy', 'function'),
            ('s.d'::regtype, 'pg_type'::regclass, 0, 'dummy', 'domain'),
            (4711, 'pg_largeobject'::regclass, 0, 'dummy', 'large object');
        INSERT INTO pg_shseclabel (objoid, classoid, provider, label)
            SELECT oid, 'pg_subscription'::regclass, 'dummy', 'subscription' FROM pg_subscription WHERE subname = 'sub';
        """;

    private const string Unlabelled = """
        SET allow_system_table_mods = on;
        DELETE FROM pg_shseclabel WHERE classoid = 'pg_subscription'::regclass;
        ALTER SUBSCRIPTION sub SET (slot_name = NONE);
        DROP SUBSCRIPTION sub;
        """;

    [Theory]
    [EachMajor]
    public async Task Labels_of_every_catalog_are_written(int major)
    {
        await using var database = await PostgresServers.CreateDatabaseAsync(major);
        await database.ExecuteAsync(Labelled);
        using var host = new BackupHost();
        string text;
        try
        {
            var backup = await host.For(database.ConnectionString).CreateBackupAsync();
            using var script = new StreamReader(host.OpenScript(backup));
            text = await script.ReadToEndAsync();
        }
        finally
        {
            await database.ExecuteAsync(Unlabelled);
        }

        text.Should().ContainAll(
            "SECURITY LABEL FOR \"Odd \"\"provider\" ON SCHEMA s IS E'a ''label'' \\\\ \n';",
            "SECURITY LABEL FOR dummy ON TABLE s.t IS 'table';",
            "SECURITY LABEL FOR dummy ON COLUMN s.t.\"B b\" IS 'column';",
            "SECURITY LABEL FOR dummy ON FUNCTION s.f(integer, OUT b integer) IS 'function';",
            "SECURITY LABEL FOR dummy ON DOMAIN s.d IS 'domain';",
            "SECURITY LABEL FOR dummy ON LARGE OBJECT 4711 IS 'large object';",
            "SECURITY LABEL FOR dummy ON SUBSCRIPTION sub IS 'subscription';");
    }
}
