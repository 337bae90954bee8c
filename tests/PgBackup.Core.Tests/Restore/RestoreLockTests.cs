using FluentAssertions;
using Npgsql;
using Xunit;

namespace PgBackup.Tests.Restore;

/// <summary>What others may do during a restore, as the page on restoring tells it.</summary>
public sealed class RestoreLockTests
{
    private const string Tables = """
        CREATE TABLE parent (id int PRIMARY KEY); INSERT INTO parent VALUES (1);
        CREATE TABLE child (id int PRIMARY KEY REFERENCES parent); INSERT INTO child VALUES (1);
        CREATE TABLE alone (id int PRIMARY KEY); INSERT INTO alone VALUES (1);
        CREATE TABLE ruled (id int PRIMARY KEY); CREATE RULE quiet AS ON DELETE TO ruled DO INSTEAD NOTHING;
        CREATE TABLE bystander (id int PRIMARY KEY);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER fires AFTER INSERT ON alone FOR EACH ROW EXECUTE FUNCTION f();
        """;

    private const string Held = """
        SELECT c.relname::text || CASE WHEN bool_or(l.mode = 'AccessExclusiveLock') THEN ' closed' ELSE ' readable' END
        FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
        WHERE l.granted AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock')
          AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') AND l.pid <> pg_backend_pid()
        GROUP BY c.relname ORDER BY c.relname
        """;

    [Fact]
    public async Task Loaded_tables_can_be_read_unless_foreign_keys_or_rules_are_taken_off()
    {
        (await LocksAsync(new RestoreOptions { ExistingRows = ExistingRowsAction.Replace, Tables = { "alone" } })).Should()
            .Equal("alone readable");
        (await LocksAsync(new RestoreOptions { ExistingRows = ExistingRowsAction.Merge, Tables = { "alone" } })).Should()
            .Equal("alone readable");
        (await LocksAsync(new RestoreOptions { ExistingRows = ExistingRowsAction.Merge, Tables = { "parent" } })).Should()
            .Equal("parent readable");
        (await LocksAsync(new RestoreOptions { ExistingRows = ExistingRowsAction.Replace, Tables = { "parent" } })).Should()
            .Equal("child closed", "parent closed");
        (await LocksAsync(new RestoreOptions { ExistingRows = ExistingRowsAction.Merge, Tables = { "child" } })).Should()
            .Equal("child closed", "parent closed");
        (await LocksAsync(new RestoreOptions { ExistingRows = ExistingRowsAction.Replace, Tables = { "ruled" } })).Should()
            .Equal("ruled closed");
    }

    [Fact]
    public async Task Dropped_tables_and_what_is_made_again_are_closed()
    {
        var locks = await LocksAsync(
            new RestoreOptions { DropExisting = true, Dependents = DependentsAction.Recreate, Tables = { "alone" } },
            "CREATE VIEW v AS SELECT id FROM alone");

        locks.Should().Equal("alone closed", "v closed");
    }

    private static async Task<List<string>> LocksAsync(RestoreOptions options, string change = "")
    {
        await using var world = await RestoreWorld.CreateAsync(Tables);
        var id = await world.BackUpAsync();
        await world.Source.ExecuteAsync(change.Length > 0 ? change : "SELECT 1");
        List<string> held = [];

        await world.Backups.RestoreBackupAsync(id, options, new Immediate<RestoreProgress>(p =>
        {
            if (p.Phase == RestorePhase.Finishing && held.Count == 0)
                held = Read(world.Source.ConnectionString);
        }));
        return held;
    }

    private static List<string> Read(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(Held, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
