using System.Buffers;
using System.Text;
using FluentAssertions;
using PgBackup.Formats;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class CsvWriterTests
{
    private const string Note = "-- At this point the rows are loaded";

    private static readonly BackupDescription Description = new()
    {
        Id = "20261123-020000-0a1b2c3d",
        CreatedAt = default,
        Database = "shop",
        ServerVersion = "18.0",
        ServerMajor = 18,
        LibraryVersion = "1.0",
    };

    [Theory]
    [InlineData("id,name\r\n", "id", "name")]
    [InlineData("\"a,b\",\"say \"\"hi\"\"\",\"1\n2\",\"\\.\",naïve 😀\r\n", "a,b", "say \"hi\"", "1\n2", "\\.", "naïve 😀")]
    [InlineData("\r\n")]
    public void Header_holds_the_names_of_the_columns(string expected, params string[] names)
    {
        var table = new BackupTable { Schema = "public", Name = "t", Columns = [.. names.Select(name => new BackupColumn(name, "text"))] };

        Write((writer, output) => writer.BeginTable(table, output)).Should().Be(expected);
        Write((writer, output) => writer.WriteSegmentSeparator(table, output)).Should().BeEmpty();
        Write((writer, output) => writer.EndTable(table, output)).Should().BeEmpty();
    }

    [Fact]
    public void Script_is_that_of_sql_and_tells_where_the_rows_belong()
    {
        BackupEntry[] entries =
        [
            Entry(1, "ROLE", BackupSection.Roles), Entry(2, "TABLE", BackupSection.PreData), Entry(3, "SEQUENCE SET", BackupSection.Data),
            Entry(4, "INDEX", BackupSection.PostData), Entry(5, "DATABASE", BackupSection.Database),
        ];

        var script = Script(new CsvWriter(Description), entries);

        var note = script.Split('\n').Single(line => line.StartsWith(Note, StringComparison.Ordinal)) + "\n\n";
        script.Should().Contain(note + "-- Name: object 3; Type: SEQUENCE SET");
        script.Replace(note, "", StringComparison.Ordinal).Should().Be(Script(new SqlWriter(Description), entries));
    }

    [Fact]
    public void Script_of_nothing_but_tables_tells_it_at_the_end() =>
        Script(new CsvWriter(Description), [Entry(1, "TABLE", BackupSection.PreData)])
            .IndexOf(Note, StringComparison.Ordinal).Should().BePositive();

    [Fact]
    public void Statement_is_read_back()
    {
        var statement = Write((writer, output) =>
            writer.WriteStatement(
                Entry(1, "TABLE", BackupSection.PreData), new EntryStatement(StatementRole.Definition, "SELECT 'é'"), output));

        new CsvFormat().ReadStatement(Encoding.UTF8.GetBytes(statement)).Should().Be("SELECT 'é'");
    }

    private static string Script(IBackupFormatWriter writer, IEnumerable<BackupEntry> entries)
    {
        var output = new ArrayBufferWriter<byte>();
        writer.WriteHeader(output);
        foreach (var entry in entries)
        {
            writer.BeginEntry(entry, output);
            writer.WriteStatement(entry, new EntryStatement(StatementRole.Definition, $"SELECT {entry.Id}"), output);
            writer.EndEntry(entry, output);
        }

        writer.WriteFooter(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Write(Action<IBackupFormatWriter, IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new CsvFormat().CreateWriter(Description), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static BackupEntry Entry(int id, string kind, BackupSection section) =>
        new() { Id = id, Kind = kind, Name = $"object {id}", Section = section };
}
