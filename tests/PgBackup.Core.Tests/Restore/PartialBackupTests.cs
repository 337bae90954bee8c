using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>Backups of a part of a database: what they need and do not hold is told, and must be in the target.</summary>
public sealed class PartialBackupTests
{
    private const string Database = """
        CREATE SCHEMA other; CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext;
        CREATE TYPE other.mood AS ENUM ('ok');
        CREATE FUNCTION other.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
        CREATE FUNCTION other.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE SEQUENCE other.numbers;
        CREATE TABLE base (id int PRIMARY KEY);
        CREATE TABLE key_to (id int REFERENCES base);
        CREATE TABLE typed (m other.mood);
        CREATE TABLE member (t ext.citext);
        CREATE TABLE defaulted (a int DEFAULT other.f(1));
        CREATE TABLE checked (a int CHECK (other.f(a) > 0));
        CREATE TABLE indexed (a int);
        CREATE INDEX ON indexed (other.f(a));
        CREATE TABLE fired (a int);
        CREATE TRIGGER t BEFORE INSERT ON fired FOR EACH ROW EXECUTE FUNCTION other.fire();
        CREATE TABLE numbered (a bigint DEFAULT nextval('other.numbers'));
        CREATE TABLE heir (b int) INHERITS (base);
        CREATE VIEW over_base AS SELECT id FROM base;
        CREATE MATERIALIZED VIEW over_view AS SELECT id FROM over_base;
        CREATE TABLE ruled (a int);
        CREATE RULE r AS ON INSERT TO ruled DO ALSO INSERT INTO base VALUES (1);
        CREATE TABLE guarded (a int);
        CREATE POLICY p ON guarded USING (EXISTS (SELECT FROM base));
        CREATE TABLE other.within (a int);
        INSERT INTO base VALUES (1), (2);
        INSERT INTO key_to VALUES (1);
        REFRESH MATERIALIZED VIEW over_view;
        """;

    private static readonly (string Table, string Missing, string Needs, string Setup)[] Cases =
    [
        ("key_to", "TABLE public.base", "CONSTRAINT key_to_id_fkey ON public.key_to",
            "CREATE TABLE base (id int PRIMARY KEY); INSERT INTO base VALUES (1)"),
        ("typed", "TYPE other.mood", "TABLE public.typed", "CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('ok')"),
        ("member", "EXTENSION citext", "TABLE public.member", "CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext"),
        ("defaulted", "FUNCTION other.f(integer)", "TABLE public.defaulted", Function),
        ("checked", "FUNCTION other.f(integer)", "TABLE public.checked", Function),
        ("indexed", "FUNCTION other.f(integer)", "INDEX public.indexed_f_idx", Function),
        ("fired", "FUNCTION other.fire()", "TRIGGER t ON public.fired",
            "CREATE SCHEMA other; CREATE FUNCTION other.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"),
        ("numbered", "SEQUENCE other.numbers", "TABLE public.numbered", "CREATE SCHEMA other; CREATE SEQUENCE other.numbers"),
        ("heir", "TABLE public.base", "TABLE public.heir", "CREATE TABLE base (id int NOT NULL)"),
        ("over_base", "TABLE public.base", "VIEW public.over_base", "CREATE VIEW base AS SELECT 1 AS id"),
        ("over_view", "VIEW public.over_base", "MATERIALIZED VIEW public.over_view", "CREATE TABLE over_base (id int)"),
        ("ruled", "TABLE public.base", "RULE r ON public.ruled", "CREATE TABLE base (id int)"),
        ("guarded", "TABLE public.base", "POLICY p ON public.guarded", "CREATE TABLE base (id int)"),
    ];

    private const string Function = "CREATE SCHEMA other; CREATE FUNCTION other.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'";

    [Fact]
    public async Task What_is_missing_is_told_at_the_backup_and_the_target_must_have_it()
    {
        await using var world = await RestoreWorld.CreateAsync(Database);
        foreach (var (table, missing, needs, setup) in Cases)
        {
            var backup = await world.Backups.CreateBackupAsync(new BackupOptions { Tables = { table } });
            backup.Warnings.Should().ContainSingle(table).Which.Should().StartWith(missing).And.Contain(needs);
            (await world.Backups.ReadManifestAsync(backup.Id)).Entries.SelectMany(e => e.Missing).Distinct().Should().Equal(missing);

            await using var target = await PostgresServers.CreateDatabaseAsync();
            var plan = await world.Over(target).PlanRestoreAsync(backup.Id);
            plan.CanRestore.Should().BeFalse(table);
            var conflict = plan.Conflicts.Should().ContainSingle(table).Which;
            (conflict.Code, conflict.Name).Should().Be((PgBackupErrorCodes.DependencyNotFound, missing));
            conflict.Message.Should().Contain(needs);
            if (table == "key_to")
                (await world.FailAsync(backup.Id, new RestoreOptions(), PgBackupErrorCodes.DependencyNotFound, target))
                    .ObjectName.Should().Be(missing);

            await target.ExecuteAsync(setup);
            (await world.RestoreAsync(backup.Id, new RestoreOptions(), target)).Warnings.Should().BeEmpty(table);
            (await target.ScalarAsync<bool>($"SELECT to_regclass('public.{table}') IS NOT NULL")).Should().BeTrue();
        }
    }

    [Fact]
    public async Task Foreign_key_to_a_missing_table_is_left_out_where_constraints_are_skipped()
    {
        await using var world = await RestoreWorld.CreateAsync(Database);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync(new BackupOptions { Tables = { "key_to" } });

        var result = await world.RestoreAsync(id, new RestoreOptions { SkipConstraints = true }, target);

        result.Warnings.Should().ContainSingle().Which.Should().ContainAll("key_to_id_fkey", "TABLE public.base");
        result.UnvalidatedConstraints.Should().BeEmpty();
        (await target.ScalarAsync<long>("SELECT count(*) FROM key_to")).Should().Be(1);
    }

    [Fact]
    public async Task Schema_comes_with_Schemas_and_not_with_Tables()
    {
        await using var world = await RestoreWorld.CreateAsync(Database);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var table = await world.Backups.CreateBackupAsync(new BackupOptions { Tables = { "within" } });
        var schema = await world.Backups.CreateBackupAsync(new BackupOptions { Schemas = { "other" } });

        table.Warnings.Should().ContainSingle().Which.Should().StartWith("SCHEMA other ");
        schema.Warnings.Should().BeEmpty();
        (await world.FailAsync(table.Id, new RestoreOptions(), PgBackupErrorCodes.RelationNotFound, target))
            .Message.Should().Contain("CREATE SCHEMA other");
        await world.RestoreAsync(schema.Id, new RestoreOptions(), target);
        await target.ExecuteAsync("DROP TABLE other.within");
        await world.RestoreAsync(table.Id, new RestoreOptions(), target);
    }

    [Fact]
    public async Task Partition_alone_becomes_a_table_where_its_table_is_missing()
    {
        await using var world = await RestoreWorld.CreateAsync();
        await using var target = await PostgresServers.CreateDatabaseAsync();
        await target.ExecuteAsync("CREATE SCHEMA shop");
        // The partition's trigger comes from its table, in a state of its own.
        await world.Source.ExecuteAsync("""
            CREATE TRIGGER t AFTER INSERT ON shop.log FOR EACH ROW EXECUTE FUNCTION public.fire();
            ALTER TABLE shop.log_1 DISABLE TRIGGER t
            """);
        var id = await world.BackUpAsync(new BackupOptions { Tables = { "log_1" } });

        var result = await world.RestoreAsync(id, new RestoreOptions(), target);

        result.Warnings.Should().ContainSingle().Which.Should().Contain("PARTITION shop.log_1 OF shop.log is left out");
        (await target.ScalarAsync<long>("SELECT count(*) FROM shop.log_1")).Should().Be(9);
    }

    [Fact]
    public async Task Excluded_table_is_told_once_for_all_that_need_it()
    {
        await using var world = await RestoreWorld.CreateAsync(Database);

        var backup = await world.Backups.CreateBackupAsync(new BackupOptions { ExcludeTables = { "base" } });

        backup.Warnings.Should().ContainSingle().Which.Should().StartWith("TABLE public.base is not in the backup")
            .And.Contain("key_to_id_fkey");
        (await world.Backups.CreateBackupAsync()).Warnings.Should().BeEmpty();
        (await world.Backups.CreateBackupAsync(new BackupOptions { Tables = { "key_to" }, DataOnly = true })).Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task Manifest_of_before_is_read()
    {
        await using var world = await RestoreWorld.CreateAsync(Database);
        await using var target = await PostgresServers.CreateDatabaseAsync();
        var id = await world.BackUpAsync(new BackupOptions { Tables = { "key_to" } });
        var path = Path.Combine(world.Host.StorePath, id + ".manifest.json");
        var body = Regex.Replace(await File.ReadAllTextAsync(path), ",\"missing\":\\[[^]]*\\]|,\"checksum\":\"\\w+\"}\\n$", "");
        body.Should().NotContain("missing");
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        await File.WriteAllTextAsync(path, $"{body},\"checksum\":\"{checksum}\"}}\n");

        // It does not tell, so the server does.
        await world.FailAsync(id, new RestoreOptions(), PgBackupErrorCodes.RestoreFailed, target);
        await target.ExecuteAsync("CREATE TABLE base (id int PRIMARY KEY); INSERT INTO base VALUES (1)");
        (await world.RestoreAsync(id, new RestoreOptions(), target)).Rows.Should().Be(1);
    }

    [Fact]
    public async Task Long_list_is_cut()
    {
        await using var world = await RestoreWorld.CreateAsync("""
            DO $$ BEGIN FOR i IN 1..30 LOOP
                EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY); CREATE TABLE r%s (id int REFERENCES t%s)', i, i, i);
            END LOOP; END $$
            """);

        var warnings = (await world.Backups.CreateBackupAsync(new BackupOptions { Tables = { "r*" } })).Warnings;

        warnings.Should().HaveCount(21);
        warnings[^1].Should().Contain("10 more");
    }
}
