using System.Globalization;
using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Backup;

/// <summary>Reads which large objects there are, and plans how they are copied: many at a time, in pieces.</summary>
internal static class LargeObjectReader
{
    private const int ObjectsPerEntry = 1000;
    private const long BytesPerChunk = 16 * 1024 * 1024;
    private const int PieceBytes = 256 * 1024;

    // Sorted before they are opened: one that is open waits for none. The server looks for a free descriptor among all open ones.
    // 262144 is INV_READ; 2 is SEEK_END ("Client Interfaces" of large objects in the manual).
    private static string Objects(IEnumerable<uint> unreadable) => $$"""
        SELECT m.oid, m.lomowner AS owner, pg_catalog.obj_description(m.oid, 'pg_largeobject') AS comment,
               pg_catalog.lo_lseek64(f.descriptor, 0, 2) AS size, pg_catalog.lo_close(f.descriptor)
        FROM (SELECT o.* FROM pg_catalog.pg_largeobject_metadata o
                  WHERE NOT EXISTS (SELECT FROM pg_catalog.unnest('{{{Array(unreadable)}}}'::pg_catalog.oid[]) u WHERE u = o.oid)
                  ORDER BY o.oid OFFSET 0) m,
             LATERAL (SELECT pg_catalog.lo_open(m.oid, 262144) AS descriptor OFFSET 0) f
        """;

    private const string Labels = """
        SELECT l.objoid AS oid, l.provider, l.label
        FROM pg_catalog.pg_seclabel l
        WHERE l.classoid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass
        ORDER BY l.objoid, l.provider
        """;

    private const string Privileges = """
        SELECT m.oid, m.lomowner AS owner, x.side, x.grantor, x.grantee, x.privilege_type, x.is_grantable
        FROM pg_catalog.pg_largeobject_metadata m,
             LATERAL (
                SELECT 'a' AS side, n.ordinality, e.*
                FROM pg_catalog.unnest(m.lomacl) WITH ORDINALITY AS n(item, ordinality), pg_catalog.aclexplode(ARRAY[n.item]) e
                UNION ALL
                SELECT 'i' AS side, 0, e.* FROM pg_catalog.aclexplode(pg_catalog.acldefault('L', m.lomowner)) e
             ) x
        WHERE m.lomacl IS NOT NULL
        ORDER BY m.oid, x.side, x.ordinality
        """;

    public static async Task<LargeObjectContent> ReadAsync(
        CatalogQuery query, IReadOnlyCollection<uint> unreadable, CancellationToken cancellationToken)
    {
        var objects = new List<LargeObject>();
        await query.ForEachAsync(
            Objects(unreadable),
            row => objects.Add(new LargeObject(row.Oid("oid"), row.Oid("owner"), row.TextOrNull("comment"), row.Long("size"))),
            cancellationToken).ConfigureAwait(false);
        if (objects.Count == 0)
            return new LargeObjectContent([], [], []);

        var labels = await LabelsAsync(query, cancellationToken).ConfigureAwait(false);
        var definitions = objects.Chunk(ObjectsPerEntry).Select(batch => Definition(batch, labels, query)).ToList();
        var data = new EntryDraft { Kind = ObjectKind.LargeObjectData, Name = "large objects", Section = BackupSection.Data };
        data.Dependencies.UnionWith(definitions);
        var copy = new TableCopy
        {
            Table = new BackupTable
            {
                Schema = "pg_catalog",
                Name = "pg_largeobject",
                Columns = LargeObjectStaging.Columns,
                Target = BackupTableTarget.LargeObjects,
            },
            LockName = null,
            Statements = [.. Chunks(objects.Where(o => o.Size > 0)).Select(Statement)],
            EstimatedBytes = objects.Sum(o => o.Size),
        };
        var privileges = await PrivilegesAsync(query, objects.Select(o => o.Oid).ToHashSet(), definitions, cancellationToken)
            .ConfigureAwait(false);
        return new LargeObjectContent(definitions, copy.Statements.Count == 0 ? [] : [(data, copy)], privileges);
    }

    private static async Task<ILookup<uint, (string Provider, string Label)>> LabelsAsync(
        CatalogQuery query, CancellationToken cancellationToken)
    {
        var labels = new List<(uint Oid, string Provider, string Label)>();
        await query.ForEachAsync(Labels, row => labels.Add((row.Oid("oid"), row.Text("provider"), row.Text("label"))), cancellationToken)
            .ConfigureAwait(false);
        return labels.ToLookup(l => l.Oid, l => (l.Provider, l.Label));
    }

    private static EntryDraft Definition(LargeObject[] batch, ILookup<uint, (string Provider, string Label)> labels, CatalogQuery query)
    {
        var oids = Array(batch.Select(o => o.Oid));
        var statements = new List<EntryStatement>
        {
            new(
                StatementRole.Definition,
                $"SELECT pg_catalog.count(pg_catalog.lo_create(o)) FROM pg_catalog.unnest('{{{oids}}}'::pg_catalog.oid[]) AS o"),
        };
        foreach (var item in batch)
        {
            statements.Add(
                new(StatementRole.Owner, $"ALTER LARGE OBJECT {item.Oid} OWNER TO {Sql.Identifier(query.RoleName(item.Owner))}"));
            if (item.Comment is not null)
                statements.Add(new(StatementRole.Comment, $"COMMENT ON LARGE OBJECT {item.Oid} IS {Sql.Literal(item.Comment)}"));
            foreach (var (provider, label) in labels[item.Oid])
            {
                var statement = $"SECURITY LABEL FOR {Sql.Identifier(provider)} ON LARGE OBJECT {item.Oid} IS {Sql.Literal(label)}";
                statements.Add(new(StatementRole.SecurityLabel, statement));
            }
        }

        return new EntryDraft
        {
            Kind = ObjectKind.LargeObject,
            Name = batch.Length == 1 ? $"{batch[0].Oid}" : $"{batch[0].Oid}..{batch[^1].Oid}",
            Section = BackupSection.PreData,
            Statements = statements,
            Drop = "SELECT pg_catalog.count(pg_catalog.lo_unlink(m.oid)) FROM pg_catalog.pg_largeobject_metadata m WHERE m.oid = ANY "
                + $"('{{{oids}}}'::pg_catalog.oid[])",
        };
    }

    private static IEnumerable<List<LargeObject>> Chunks(IEnumerable<LargeObject> objects)
    {
        var chunk = new List<LargeObject>();
        long bytes = 0;
        foreach (var item in objects)
        {
            chunk.Add(item);
            bytes += item.Size;
            if (bytes < BytesPerChunk)
                continue;
            yield return chunk;
            (chunk, bytes) = ([], 0);
        }

        if (chunk.Count > 0)
            yield return chunk;
    }

    private static string Statement(List<LargeObject> chunk)
    {
        var values = string.Join(
            ',', chunk.Select(o => string.Create(CultureInfo.InvariantCulture, $"({o.Oid}::pg_catalog.oid,{o.Size}::bigint)")));
        return $"""
            COPY (
                SELECT o.oid, p.piece_offset, pg_catalog.lo_get(o.oid, p.piece_offset, {PieceBytes})
                FROM (VALUES {values}) AS o(oid, size), pg_catalog.generate_series(0::bigint, o.size - 1, {PieceBytes}) AS p(piece_offset)
            ) TO STDOUT
            """;
    }

    private static async Task<List<EntryDraft>> PrivilegesAsync(
        CatalogQuery query, HashSet<uint> known, List<EntryDraft> definitions, CancellationToken cancellationToken)
    {
        var lists = new Dictionary<uint, AccessLists>();
        await query.ForEachAsync(
            Privileges,
            row =>
            {
                if (!lists.TryGetValue(row.Oid("oid"), out var list))
                    lists.Add(row.Oid("oid"), list = new AccessLists(row.Oid("owner")));
                list.Add(row);
            },
            cancellationToken).ConfigureAwait(false);
        var statements = lists.Where(l => known.Contains(l.Key))
            .SelectMany(l => PrivilegeStatements.Write($"LARGE OBJECT {l.Key}", l.Value.Changes(query))).ToList();
        if (statements.Count == 0)
            return [];
        var entry = new EntryDraft
        {
            Kind = ObjectKind.Acl,
            Name = "large objects",
            Section = BackupSection.PostData,
            Statements = statements,
        };
        entry.Dependencies.UnionWith(definitions);
        return [entry];
    }

    private static string Array(IEnumerable<uint> oids) => string.Join(',', oids.Select(o => o.ToString(CultureInfo.InvariantCulture)));

    private sealed record LargeObject(uint Oid, uint Owner, string? Comment, long Size);
}
