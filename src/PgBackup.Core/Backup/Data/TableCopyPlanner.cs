using System.Globalization;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Decides which tables' rows are copied, and cuts large tables into ranges of pages that several workers can copy.</summary>
internal sealed class TableCopyPlanner(CatalogQuery query, UnreadableObjects unreadable, RowFilters filters, bool hasRawText)
{
    /// <summary>How much of a table one COPY reads, roughly. Small enough that its compressed form waits in memory for its turn.</summary>
    private const long BytesPerChunk = 16 * 1024 * 1024;

    // Scans of a range of ctids read only that range since 14.
    private const int TidRangeScanMajor = 14;

    public async Task<IReadOnlyList<TableCopy>> PlanAsync(IEnumerable<SchemaObject> sorted, CancellationToken cancellationToken)
    {
        var conditions = ConfigurationTables();
        var tables = sorted.Concat(query.Catalog.Objects.Where(o => o.Extension is not null)).OfType<Table>().Distinct()
            .Where(t => IsCopied(t, conditions)).ToList();
        var sizes = await ReadSizesAsync(tables, cancellationToken).ConfigureAwait(false);
        return
        [
            .. tables.Select(
                t => Plan(t, sizes.GetValueOrDefault(t.Address.ObjectId), conditions.GetValueOrDefault(t.Address.ObjectId))),
        ];
    }

    private Dictionary<uint, string> ConfigurationTables() => query.Catalog.Objects.OfType<Extension>()
        .Where(e => e.Parts.HasFlag(ObjectParts.Data))
        .SelectMany(e => e.ConfigurationRelations)
        .GroupBy(c => c.Relation)
        .ToDictionary(c => c.Key, c => c.First().Condition);

    private bool IsCopied(Table table, Dictionary<uint, string> conditions) =>
        table is not ForeignTable && !table.IsPartitioned && table.Parts.HasFlag(ObjectParts.Data)
        && (table.Extension is null || conditions.ContainsKey(table.Address.ObjectId))
        && !unreadable.Contains(table.Address.ObjectId);

    private async Task<Dictionary<uint, TableSize>> ReadSizesAsync(List<Table> tables, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<uint, TableSize>(tables.Count);
        var oids = string.Join(',', tables.Select(t => t.Address.ObjectId.ToString(CultureInfo.InvariantCulture)));
        await query.ForEachAsync(
            $$"""
            SELECT t.oid, pg_catalog.pg_relation_size(t.oid) AS main, pg_catalog.pg_table_size(t.oid) AS total,
                   pg_catalog.current_setting('block_size')::bigint AS page, am.amname = 'heap' AS is_heap
            FROM pg_catalog.unnest('{{{oids}}}'::pg_catalog.oid[]) AS t(oid)
            JOIN pg_catalog.pg_class c ON c.oid = t.oid
            LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
            """,
            row => sizes.Add(
                row.Oid("oid"),
                row.IsNull("main")
                    ? default
                    : new TableSize(row.Long("main") / row.Long("page"), row.Long("total"), !row.IsNull("is_heap") && row.Bool("is_heap"))),
            cancellationToken).ConfigureAwait(false);
        return sizes;
    }

    private TableCopy Plan(Table table, TableSize size, string? condition)
    {
        var columns = table.CopyColumns.ToList();
        return new TableCopy
        {
            Table = new BackupTable
            {
                Schema = table.Schema!,
                Name = table.Name,
                HasRawText = hasRawText,
                Filter = filters.Find(table.Address.ObjectId),
                LoadThrough = table.LoadThrough is { } through && through.Parts != ObjectParts.None
                    ? new BackupTableName(through.Schema!, through.Name)
                    : null,
                Columns = [.. columns.Select(c => new BackupColumn(c.Name, c.Type))],
            },
            LockName = table.QualifiedName,
            Statements = Statements(table, Sql.Identifiers(columns.Select(c => c.Name)), size, condition),
            EstimatedBytes = size.TotalBytes,
            Source = table,
        };
    }

    private string[] Statements(Table table, string columns, TableSize size, string? condition)
    {
        var filter = filters.Find(table.Address.ObjectId);
        // An extension's filter is SQL of the extension, with its own WHERE. Both may end in a comment.
        if (!string.IsNullOrEmpty(condition))
        {
            var chosen = $"WHERE ctid IN (SELECT ctid FROM ONLY {table.QualifiedName} {condition}\n)";
            return [Select(filter is null ? condition : $"{chosen} AND ({filter}\n)")];
        }

        if (size.TotalBytes / BytesPerChunk < 2 || !size.IsHeap || !query.Server.IsAtLeast(TidRangeScanMajor))
        {
            return filter is not null
                ? [Select($"WHERE ({filter}\n)")]
                : [$"COPY {table.QualifiedName}{(columns.Length == 0 ? "" : $" ({columns})")} TO STDOUT{CopyEncoding.Clause(hasRawText)}"];
        }

        var statements = new List<string>();
        foreach (var (first, end) in Ranges(size))
        {
            var upper = end is null ? "" : $" AND ctid < '({end},0)'::pg_catalog.tid";
            statements.Add(Select($"WHERE ctid >= '({first},0)'::pg_catalog.tid{upper}{(filter is null ? "" : $" AND ({filter}\n)")}"));
        }

        return [.. statements];

        string Select(string where) =>
            $"COPY (SELECT {columns} FROM ONLY {table.QualifiedName} {where}\n) TO STDOUT{CopyEncoding.Clause(hasRawText)}";
    }

    // Smaller ones at the end, so that no worker is left alone with a large one. The table may have grown since: the last range is open.
    private static IEnumerable<(long First, long? End)> Ranges(TableSize size)
    {
        var most = Math.Max(1, size.Pages * BytesPerChunk / size.TotalBytes);
        var least = Math.Max(1, most / 4);
        for (long first = 0, length; ; first += length)
        {
            length = Math.Clamp((size.Pages - first) / 3, least, most);
            if (first + length + (least / 2) >= size.Pages)
            {
                yield return (first, null);
                yield break;
            }

            yield return (first, first + length);
        }
    }

    private readonly record struct TableSize(long Pages, long TotalBytes, bool IsHeap);
}
