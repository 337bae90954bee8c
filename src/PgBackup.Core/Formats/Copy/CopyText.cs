using System.Buffers;
using System.Text;
using PgBackup.Formats;

namespace PgBackup;

/// <summary>Rows of COPY text as values, for formats that are written with strings ("COPY", "Text Format" in PostgreSQL's
/// manual).</summary>
/// <remarks>It allocates for each value. A format for large tables converts bytes, as those of the library do.</remarks>
public static class CopyText
{
    /// <summary>Reads one row.</summary>
    /// <param name="row">The row, without the line feed that ends it.</param>
    /// <param name="table">The table, which says how many values there are and what bytes its text is made of.</param>
    /// <returns>The values as PostgreSQL writes them; null for NULL. Text of no known encoding (<see cref="BackupTable.HasRawText"/>) has
    /// one character for each byte.</returns>
    /// <exception cref="FormatException">The row has another number of values.</exception>
    public static string?[] ReadRow(ReadOnlySpan<byte> row, BackupTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var values = new string?[table.Columns.Count];
        if (values.Length == 0)
            return row.IsEmpty ? values : throw new FormatException("A row has values, but its table has no columns.");
        var count = 0;
        foreach (var range in row.Split((byte)'\t'))
        {
            if (count == values.Length)
                throw new FormatException($"A row has more than {values.Length} values.");
            var value = row[range];
            values[count++] = value.SequenceEqual(CopyEscapes.Null) ? null : EncodingOf(table).GetString(Unescape(value));
        }

        return count == values.Length ? values : throw new FormatException($"A row has {count} values instead of {values.Length}.");
    }

    /// <summary>Writes one row with the line feed that ends it.</summary>
    /// <param name="values">The values, as <see cref="ReadRow"/> gives them.</param>
    /// <param name="table">The table.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <exception cref="FormatException">There are more or fewer values than columns.</exception>
    public static void WriteRow(IReadOnlyList<string?> values, BackupTable table, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(output);
        if (values.Count != table.Columns.Count)
            throw new FormatException($"A row has {values.Count} values instead of {table.Columns.Count}.");
        var sink = new ByteSink(output);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
                sink.Write((byte)'\t');
            if (values[i] is { } value)
                CopyEscapes.Write(EncodingOf(table).GetBytes(value), ref sink);
            else
                sink.Write(CopyEscapes.Null);
        }

        sink.Write((byte)'\n');
        sink.Flush();
    }

    private static Encoding EncodingOf(BackupTable table) => table.HasRawText ? Encoding.Latin1 : Encoding.UTF8;

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)'\\'))
            return value;
        var plain = new byte[value.Length];
        var count = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
                plain[count++] = CopyEscapes.Unescape(value[++i]);
            else
                plain[count++] = value[i];
        }

        return plain.AsSpan(0, count);
    }
}
