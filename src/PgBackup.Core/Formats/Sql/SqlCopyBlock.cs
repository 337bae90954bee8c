using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Formats;

/// <summary>What stands before and behind the rows of one segment, so that each is complete in itself.</summary>
/// <param name="Prefix">The COPY statement, up to the first row.</param>
/// <param name="Suffix">The end of the rows, and what has to be done with them.</param>
internal sealed record SqlCopyBlock(byte[] Prefix, byte[] Suffix)
{
    public static SqlCopyBlock For(BackupTable table)
    {
        var isLargeObjects = table.Target == BackupTableTarget.LargeObjects;
        var name = isLargeObjects
            ? LargeObjectStaging.TableName
            : Sql.Qualified(table.LoadThrough?.Schema ?? table.Schema, table.LoadThrough?.Name ?? table.Name);
        // A table of no columns has rows all the same: COPY then takes no list.
        var columns = table.Columns.Count == 0 ? "" : $" ({Sql.Identifiers(table.Columns.Select(c => c.Name))})";
        var load = isLargeObjects ? $"{LargeObjectStaging.Load};\n{LargeObjectStaging.Empty};\n" : "";
        return new SqlCopyBlock(
            Encoding.UTF8.GetBytes($"COPY {name}{columns} FROM stdin{CopyEncoding.Clause(table.HasRawText)};\n"),
            Encoding.UTF8.GetBytes($"\\.\n{load}\n"));
    }
}
