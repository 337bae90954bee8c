using System.Reflection;
using FluentAssertions;
using Npgsql;
using PgBackup.Playground.Comparison;
using PgBackup.Postgres;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.RoundTrip;

/// <summary>Names and texts that break out where one is written carelessly (CVE-2025-8714, CVE-2025-8715).</summary>
/// <remarks><c>Names.sql</c> makes one object of each kind under one name: <c>:schema:</c> and <c>:name:</c> stand for it as an identifier,
/// <c>:literal:</c> as a string constant, <c>:text:</c> for a hostile text.</remarks>
public sealed class NamesTests
{
    // What psql would execute when a line of a name or a text becomes a line of the script.
    private const string Canary = "pgbackup_canary";

    private static readonly string[] Names =
    [
        "q\"uo\"te", "it's", "new\nline", $"line\n\\! touch {Canary}", $"line\r\n\\! touch {Canary}", $"\\! touch {Canary}", "back\\slash",
        "dol$$lar$x$", "per%cent %s %I", "ünï e\u0301 \U0001F600", "select", "user", new('x', 63), new string('é', 31) + "x", " ",
        "trailing  ",
        "tab\tx", "return\rx", "\\.", "line\n\\.\nx", "-- x", "/* x", "*/ x", "a;b", "line\n-- x\nDROP", "{a,b}", "a.b", "\"", "'", "$1",
        ":var",
        ":'v'", "U&\"x\"", "NULL", "E'x\\", "\x01\x7f", "\u2028\u0085", "*?",
    ];

    private static readonly string Text = $"it's \\ \n\\.\n\\! touch {Canary}\n$$ $_$ -- x /* y\r\t ";

    [Theory]
    [EachMajor]
    public async Task Hostile_names_and_texts_come_back_by_library_and_by_psql_and_nothing_is_executed(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using var restored = await PostgresServers.CreateDatabaseAsync(major);
        await using var loaded = await PostgresServers.CreateDatabaseAsync(major);
        await CreateAsync(source);
        using var host = new BackupHost();

        var backup = await host.For(source.ConnectionString).CreateBackupAsync();
        await host.For(restored.ConnectionString).RestoreBackupAsync(backup.Id);
        await using (var script = host.OpenScript(backup))
            await Psql.RunFileAsync(loaded, script);

        File.Exists(Canary).Should().BeFalse("psql runs in this directory");
        foreach (var copy in new[] { restored, loaded })
        {
            (await DatabaseComparison.CompareAsync(source.ConnectionString, copy.ConnectionString)).Should().BeEmpty();
            if (await PgDump.FindAsync(major) is { } dump)
                (await dump.DumpAsync(copy)).Should().Be(await dump.DumpAsync(source));
        }
    }

    private static async Task CreateAsync(TestDatabase database)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("PgBackup.Tests.RoundTrip.Names.sql")!;
        using var reader = new StreamReader(stream);
        var template = await reader.ReadToEndAsync();
        await using var connection = await database.OpenAsync();
        await using (var settings = new NpgsqlCommand("SET check_function_bodies = off", connection))
            await settings.ExecuteNonQueryAsync();
        foreach (var (name, number) in Names.Select((n, i) => (n, 90000 + i)))
        {
            var script = template
                .Replace(":schema:", Sql.Identifier(name), StringComparison.Ordinal)
                .Replace(":name:", Sql.Identifier(name), StringComparison.Ordinal)
                .Replace(":literal:", Sql.Literal(name), StringComparison.Ordinal)
                .Replace(":body:", Sql.Literal($"BEGIN RETURN 'x'; END -- {Text}{name}"), StringComparison.Ordinal)
                .Replace(":text:", Sql.Literal(Text), StringComparison.Ordinal)
                .Replace(":number:", $"{number}", StringComparison.Ordinal);
            foreach (var statement in script.Split(";\n", StringSplitOptions.RemoveEmptyEntries))
            {
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(statement) } };
                await batch.ExecuteNonQueryAsync();
            }
        }
    }
}
