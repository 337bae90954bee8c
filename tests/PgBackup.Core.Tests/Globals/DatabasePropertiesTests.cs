using FluentAssertions;
using PgBackup.Playground.Comparison;
using PgBackup.Playground.Servers;
using PgBackup.Schema;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Schema;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Globals;

[Collection("Corpus")] // they share roles
public sealed class DatabasePropertiesTests
{
    private const string Privileges = "SELECT unnest(datacl)::text FROM pg_database WHERE datname = current_database()";

    [Theory]
    [EachMajor]
    public Task Database_gets_owner_settings_privileges_and_limits_of_another_one(int major) => CheckAsync(
        major,
        new ThrowawayDatabaseOptions { Encoding = "LATIN1", Locale = "POSIX" },
        name => $"""
            ALTER DATABASE {name} OWNER TO "corpus owner";
            COMMENT ON DATABASE {name} IS E'it''s a database \\ $$ %I';
            ALTER DATABASE {name} SET search_path = public, "Odd, ""Schema";
            ALTER DATABASE {name} SET my.own = E'it''s \\ $$ %I';
            ALTER ROLE corpus_reader IN DATABASE {name} SET work_mem = '5MB';
            ALTER ROLE "corpus owner" IN DATABASE {name} SET TimeZone = 'UTC';
            REVOKE CONNECT ON DATABASE {name} FROM PUBLIC;
            GRANT TEMP ON DATABASE {name} TO pg_monitor;
            GRANT CONNECT, CREATE ON DATABASE {name} TO corpus_reader WITH GRANT OPTION;
            GRANT CONNECT ON DATABASE {name} TO pg_read_all_stats;
            SET ROLE corpus_reader; GRANT CREATE ON DATABASE {name} TO PUBLIC; RESET ROLE;
            ALTER DATABASE {name} CONNECTION LIMIT 50 IS_TEMPLATE true;
            """);

    [Theory]
    [EachMajor(From = 15)]
    public Task Database_is_made_again_with_its_ICU_locale(int major) =>
        CheckAsync(major, new ThrowawayDatabaseOptions { IcuLocale = "de-DE" }, _ => "SELECT 1");

    [Theory]
    [EachMajor(From = 17)]
    public Task Database_is_made_again_with_its_builtin_locale(int major) =>
        CheckAsync(major, new ThrowawayDatabaseOptions { BuiltinLocale = "C.UTF-8" }, _ => "SELECT 1");

    private static async Task CheckAsync(int major, ThrowawayDatabaseOptions options, Func<string, string> sql)
    {
        await using var original = await PostgresServers.CreateDatabaseAsync(major, options);
        await CorpusScript.RunAsync(original, "Roles");
        await original.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY)");
        using var host = new BackupHost();
        // Their names would break a statement that took them as they are.
        string[] copies = [$"{original.Name} \"a'$$", $"{original.Name} %I;"];
        try
        {
            await original.ExecuteAsync(sql(original.Name));
            var backups = host.For(original.ConnectionString);
            var backup = await backups.CreateBackupAsync(new BackupOptions { DatabaseProperties = true });
            var made = (await backups.ReadManifestAsync(backup.Id)).Database!;
            backup.DatabaseProperties.Should().BeTrue();
            backup.Selection.Should().BeEmpty("the backup is a whole one");
            foreach (var copy in copies)
                await original.ExecuteStatementAsync(CreateDatabase.Statement(copy, made, major));
            var before = await FactsAsync(original);

            var result = await host.For(Connection(original, copies[0]))
                .RestoreBackupAsync(backup.Id, new RestoreOptions { DatabaseProperties = true });
            result.Warnings.Should().BeEmpty();
            await using (var script = host.OpenScript(backup))
                await Psql.RunFileAsync(original.In(copies[1]), script);

            foreach (var copy in copies)
            {
                var everything = new ComparisonOptions { DatabaseSettings = true };
                (await DatabaseComparison.CompareAsync(original.ConnectionString, Connection(original, copy), everything))
                    .Should().BeEmpty();
                (await original.In(copy).ColumnAsync<string>(Privileges))
                    .Should().Equal(await original.ColumnAsync<string>(Privileges), "in that order");
            }

            (await FactsAsync(original)).Should().Be(before, "no other database is touched");
            using var text = new StreamReader(host.OpenScript(backup));
            var lines = (await text.ReadToEndAsync()).Split('\n');
            lines.Should().ContainSingle(l => l == $"-- into a database such as: {CreateDatabase.Statement(original.Name, made, major)}");
            lines.Where(l => !l.StartsWith("--", StringComparison.Ordinal))
                .Should().NotContain(l => l.Contains(original.Name), "the script names the database that it is loaded into")
                .And.NotContain(l => l.StartsWith('\\') && l != "\\.");
        }
        finally
        {
            // A template cannot be dropped.
            foreach (var name in copies.Prepend(original.Name))
                await original.ExecuteStatementAsync($"UPDATE pg_database SET datistemplate = false WHERE datname = $n${name}$n$");
            foreach (var copy in copies)
                await original.Server.DropDatabaseAsync(copy);
        }
    }

    private static string Connection(TestDatabase original, string name) => original.In(name).ConnectionString;

    private static async Task<string?> FactsAsync(TestDatabase database) => await database.ScalarAsync<string>("""
        SELECT concat(
            to_jsonb(d) - '{datfrozenxid,datminmxid}'::text[],
            (SELECT string_agg(s::text, ' ' ORDER BY s.setrole) FROM pg_db_role_setting s WHERE s.setdatabase = d.oid))
        FROM pg_database d WHERE d.datname = current_database()
        """);
}
