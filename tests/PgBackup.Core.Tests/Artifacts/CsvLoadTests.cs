using System.IO.Compression;
using System.Reflection;
using CsvHelper;
using FluentAssertions;
using PgBackup.Playground;
using PgBackup.Playground.Comparison;
using PgBackup.Tests.RoundTrip;
using PgBackup.Tests.Servers;
using Xunit;

namespace PgBackup.Tests.Artifacts;

/// <summary>A zip of CSV files restored without the library: by psql and PostgreSQL's own COPY.</summary>
public sealed class CsvLoadTests
{
    private const string PlaceOfRows = "-- At this point the rows are loaded";

    private const string Article = """
        CREATE TABLE article (id int PRIMARY KEY, name text NOT NULL, note text, "price, €" numeric(10,2), tags text[], j json);
        """;

    [Theory]
    [EachMajor]
    public async Task Whole_database_comes_back_by_psql_and_copy(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await SampleDatabase.CreateAsync(source.ConnectionString, 0.05);
        await source.ExecuteAsync("SELECT lo_unlink(oid) FROM pg_largeobject_metadata");

        await LoadAndCompareAsync(source);
    }

    [Theory]
    [EachMajor]
    public async Task Rows_of_every_type_come_back_by_psql_and_copy(int major)
    {
        await using var source = await PostgresServers.CreateDatabaseAsync(major);
        await using (var script = Assembly.GetExecutingAssembly().GetManifestResourceStream("PgBackup.Tests.RoundTrip.Values.sql")!)
            await Psql.RunFileAsync(source, script);

        await LoadAndCompareAsync(source);
    }

    [Fact]
    public async Task Single_file_is_edited_by_a_program_and_loaded_again()
    {
        await using var database = await PostgresServers.CreateDatabaseAsync();
        await database.ExecuteAsync(Article + """
            INSERT INTO article VALUES (1, 'plain', NULL, 1.50, '{a,"b c",NULL}', '{"a": 1, "a":2}'),
                (2, 'say "hi", there', '', -0.10, '{}', NULL),
                (3, E'two\r\nlines\n', E'\\N', NULL, NULL, '[ ]'),
                (4, E'\\.', 'NULL', 0, '{""}', 'null'), (5, ' größe 😀 ', '5', 5, '{5}', '5'),
                (6, '', 'removed', 6, NULL, NULL);
            """);
        using var host = new BackupHost();
        var backups = host.For(database.ConnectionString);
        var backup = await backups.CreateBackupAsync(new BackupOptions { Format = "csv" });
        var table = (await backups.ReadManifestAsync(backup.Id)).Entries.Select(e => e.Table).OfType<BackupTable>().Single();
        using var archive = ZipFile.OpenRead(Path.Combine(host.StorePath, backup.Artifact));

        using var edited = new MemoryStream();
        await using (var file = archive.GetEntry(table.File!)!.Open())
            Edit(file, edited);
        edited.Position = 0;

        await using var target = await PostgresServers.CreateDatabaseAsync();
        await target.ExecuteAsync(Article);
        await target.CopyAsync("COPY article FROM STDIN (FORMAT csv, HEADER)", edited);
        await database.ExecuteAsync("""
            UPDATE article SET "price, €" = 55.55 WHERE id = 5;
            DELETE FROM article WHERE id = 6;
            INSERT INTO article VALUES (7, E'new, "and" so\non', '', 7.7, '{x,y}', NULL);
            """);
        (await DatabaseComparison.CompareAsync(database.ConnectionString, target.ConnectionString)).Should().BeEmpty();
    }

    // Only quotes tell NULL from an empty string, so a program has to look at them, and to write them.
    private static void Edit(Stream input, Stream output)
    {
        using var reader = CsvReader.Create(input, new CsvReaderOptions { Separator = ',', SkipEmptyLines = false });
        using var writer = CsvWriter.Create(output, CsvWriterOptions.Default, leaveOpen: true);
        reader.ReadHeader();
        reader.Headers.Should().Equal("id", "name", "note", "price, €", "tags", "j");
        writer.WriteHeader([.. reader.Headers]);
        while (reader.Read())
        {
            var record = Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.GetRawSpan(i).IsEmpty ? null : reader.GetString(i)).ToArray();
            if (record[0] == "6")
                continue;
            if (record[0] == "5")
                record[3] = "55.55";
            Write(record);
        }

        Write("7", "new, \"and\" so\non", "", "7.7", "{x,y}", null);

        void Write(params string?[] record)
        {
            foreach (var field in record)
                writer.WriteField(field, field is null ? CsvQuoting.WhenNeeded : CsvQuoting.Always);
            writer.EndRecord();
        }
    }

    private static async Task LoadAndCompareAsync(TestDatabase source)
    {
        using var host = new BackupHost();
        var backups = host.For(source.ConnectionString);
        var backup = await backups.CreateBackupAsync(new BackupOptions { Format = "csv", LargeObjects = false });
        var manifest = await backups.ReadManifestAsync(backup.Id);
        await using var loaded = await PostgresServers.CreateDatabaseAsync(source.Major);
        using var archive = ZipFile.OpenRead(Path.Combine(host.StorePath, backup.Artifact));
        using var reader = new StreamReader(archive.GetEntry("schema.sql")!.Open());
        var script = await reader.ReadToEndAsync();
        var place = script.IndexOf(PlaceOfRows, StringComparison.Ordinal);
        place.Should().BePositive();

        await Psql.RunAsync(loaded, script[..place]);
        foreach (var table in manifest.Entries.Select(e => e.Table).OfType<BackupTable>())
        {
            var name = table.LoadThrough is { } through ? Quoted(through.Schema, through.Name) : Quoted(table.Schema, table.Name);
            var columns = table.Columns.Count == 0 ? "" : $"({string.Join(',', table.Columns.Select(c => Quoted(c.Name)))})";
            // From 15 on the server checks the names in the header. It knows no header for a table without columns.
            var header = source.Major >= 15 && table.Columns.Count > 0 ? "HEADER MATCH" : "HEADER";
            await using var rows = archive.GetEntry(table.File!)!.Open();
            await loaded.CopyAsync($"COPY {name} {columns} FROM STDIN (FORMAT csv, {header})", rows);
        }

        await Psql.RunAsync(loaded, script[place..]);
        (await DatabaseComparison.CompareAsync(source.ConnectionString, loaded.ConnectionString)).Should().BeEmpty();
    }

    private static string Quoted(params string[] names) =>
        string.Join('.', names.Select(n => "\"" + n.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));
}
