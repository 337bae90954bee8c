namespace PgBackup.Schema;

/// <summary>Reads tables, partitioned tables and foreign tables, without their columns.</summary>
internal sealed class TableReader : IObjectReader
{
    // Enums hash by OID, and so do containers of them (3500, 2277, 2249, 3831, 4537: anyenum, anyarray, record, ranges) and OIDs that rows
    // give by name (26). Text hashes by its bytes, which the database's encoding decides, or by a collation's version.
    private const string HasUnstableHash = """
        EXISTS (
            SELECT FROM pg_catalog.pg_partitioned_table p
            WHERE p.partrelid = c.oid AND p.partstrat = 'h' AND (
                EXISTS (
                    SELECT FROM pg_catalog.pg_opclass o
                    WHERE o.oid = ANY (p.partclass::pg_catalog.oid[]) AND o.opcintype IN (3500, 2277, 2249, 3831, 4537, 26))
                OR EXISTS (
                    SELECT FROM pg_catalog.pg_collation l
                    WHERE l.oid = ANY (p.partcollation::pg_catalog.oid[])
                        AND (NOT l.collisdeterministic OR pg_catalog.getdatabaseencoding() <> 'UTF8'))))
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        // Since 17 a partitioned table may have an access method for its partitions to come.
        var accessMethod = query.Server.Since(
            17, "CASE WHEN am.amname <> 'heap' OR c.relkind = 'p' THEN am.amname END", "NULLIF(am.amname, 'heap')");
        return query.ForEachAsync(
            $"""
            SELECT c.oid, n.nspname, c.relname, c.relowner, c.relkind, c.relpersistence = 'u' AS unlogged, c.relreplident,
                   c.reltype, t.typarray, c.reloptions, toast.reloptions AS toast_options,
                   CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
                   c.relkind = 'p' AND {HasUnstableHash} AS has_unstable_hash,
                   CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
                   CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type,
                   {accessMethod} AS access_method, s.spcname AS tablespace, fs.srvname, f.ftoptions
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_type t ON t.oid = c.reltype
            LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid
            LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
            LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
            LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
            LEFT JOIN pg_catalog.pg_foreign_server fs ON fs.oid = f.ftserver
            WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            ORDER BY c.oid
            """,
            row => Add(query, row),
            cancellationToken);
    }

    private static void Add(CatalogQuery query, CatalogRow row)
    {
        var table = row.Char("relkind") == 'f' ? ReadForeignTable(query, row) : ReadTable(query, row);
        query.Catalog.Add(table);
        // What uses the table's row type, or arrays of it, needs the table.
        query.Catalog.AddAlias(new ObjectAddress(CatalogOid.Type, row.Oid("reltype")), table);
        if (!row.IsNull("typarray"))
            query.Catalog.AddAlias(new ObjectAddress(CatalogOid.Type, row.Oid("typarray")), table);
    }

    private static Table ReadTable(CatalogQuery query, CatalogRow row) => new()
    {
        Address = new ObjectAddress(CatalogOid.Relation, row.Oid("oid")),
        Schema = row.Text("nspname"),
        Name = row.Text("relname"),
        Owner = query.RoleName(row.Oid("relowner")),
        ServerMajor = query.Server.Major,
        IsUnlogged = row.Bool("unlogged"),
        ReplicaIdentity = row.Char("relreplident"),
        PartitionKey = row.TextOrNull("partition_key"),
        HasUnstableHash = row.Bool("has_unstable_hash"),
        PartitionBound = row.TextOrNull("partition_bound"),
        OfType = row.TextOrNull("of_type"),
        AccessMethod = row.TextOrNull("access_method"),
        Tablespace = row.TextOrNull("tablespace"),
        Options = row.TextArray("reloptions"),
        ToastOptions = row.TextArray("toast_options"),
    };

    private static ForeignTable ReadForeignTable(CatalogQuery query, CatalogRow row) => new()
    {
        Address = new ObjectAddress(CatalogOid.Relation, row.Oid("oid")),
        Schema = row.Text("nspname"),
        Name = row.Text("relname"),
        Owner = query.RoleName(row.Oid("relowner")),
        ServerMajor = query.Server.Major,
        PartitionBound = row.TextOrNull("partition_bound"),
        OfType = row.TextOrNull("of_type"),
        Options = row.TextArray("reloptions"),
        Server = row.Text("srvname"),
        ForeignOptions = row.TextArray("ftoptions"),
    };
}
