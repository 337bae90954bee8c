using System.Buffers;
using System.Text;
using PgBackup.Formats;

namespace PgBackup.Tests.Formats;

/// <summary>Writes whole documents in the order in which the library calls a format that puts definitions first.</summary>
internal static class JsonDocuments
{
    public static readonly BackupDescription Description = new()
    {
        Id = "shop-20260102",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 4, 5, 6, 789, TimeSpan.FromHours(1)),
        Database = "shöp \"1\"",
        ServerVersion = "18.4",
        ServerMajor = 18,
        LibraryVersion = "0.1.0",
    };

    public static readonly BackupDescription FullDescription = Description with
    {
        Properties = new BackupDatabase
        {
            Encoding = "UTF8",
            LocaleProvider = "icu",
            Collate = "C",
            CType = "C",
            Locale = "de-DE",
            IcuRules = "&a < b",
            CollationVersion = "153.1",
            Tablespace = "fast",
        },
    };

    public static string Write(
        BackupDescription description,
        IReadOnlyList<(BackupEntry Entry, EntryStatement[] Statements)> entries,
        IReadOnlyList<(BackupTable Table, string[] Segments)> tables)
    {
        var writer = new JsonFormat().CreateWriter(description);
        var output = new ArrayBufferWriter<byte>();
        writer.WriteHeader(output);
        foreach (var (entry, statements) in entries)
        {
            writer.BeginEntry(entry, output);
            foreach (var statement in statements)
                writer.WriteStatement(entry, statement, output);
            writer.EndEntry(entry, output);
        }

        foreach (var (table, segments) in tables)
        {
            writer.BeginTable(table, output);
            for (var i = 0; i < segments.Length; i++)
            {
                if (i > 0)
                    writer.WriteSegmentSeparator(table, output);
                output.Write(JsonSegments.Encode(table, Encoding.UTF8.GetBytes(segments[i])));
            }

            writer.EndTable(table, output);
        }

        writer.WriteFooter(output);
        return new UTF8Encoding(false, true).GetString(output.WrittenSpan);
    }

    /// <summary>Gives a document that holds each member that a document may hold.</summary>
    public static string WriteAll()
    {
        var roles = Enum.GetValues<StatementRole>().Select(role => new EntryStatement(role, $"SELECT '{role}'")).ToArray();
        var entries = Enum.GetValues<BackupSection>().Select((section, index) => (
            new BackupEntry
            {
                Id = index + 2,
                Kind = "TABLE",
                Schema = "public",
                Name = "t",
                Owner = "o",
                Section = section,
                Dependencies = [1, 2],
                Relation = 7,
                Identity = "TABLE public.t",
                Drop = "DROP TABLE public.t",
            },
            roles)).Prepend((new BackupEntry { Id = 1, Kind = "SCHEMA", Name = "s", Section = BackupSection.PreData }, roles[..1]));
        var table = JsonSegments.Table("integer", "json", "text[]");
        return Write(
            FullDescription,
            [.. entries],
            [
                (table, ["1\t{}\t{a,NULL}\n2\t\\N\t\\N\n", "3\tnull\t{}\n"]),
                (table with { LoadThrough = new("public", "p"), HasRawText = true }, []),
                (table with { Target = BackupTableTarget.LargeObjects, Columns = [] }, ["\n\n"]),
            ]);
    }
}
