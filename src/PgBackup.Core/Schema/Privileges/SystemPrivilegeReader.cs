namespace PgBackup.Schema;

/// <summary>Reads the privileges of the server's own objects where they differ from those that <c>initdb</c> set.</summary>
internal sealed class SystemPrivilegeReader : IObjectReader
{
    private const string Query = """
        WITH object(catalog, oid, sub, owner, type, acl) AS (
            SELECT 1259::pg_catalog.oid, oid, 0, relowner, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relacl
            FROM pg_catalog.pg_class WHERE oid < 16384 AND relkind IN ('r', 'v', 'S')
            UNION ALL SELECT 1259::pg_catalog.oid, attrelid, attnum::int, 10::pg_catalog.oid, 'c'::"char", attacl
            FROM pg_catalog.pg_attribute WHERE attrelid < 16384 AND attacl IS NOT NULL
            UNION ALL SELECT 1255::pg_catalog.oid, oid, 0, proowner, 'f'::"char", proacl FROM pg_catalog.pg_proc WHERE oid < 16384
            UNION ALL SELECT 2615::pg_catalog.oid, oid, 0, nspowner, 'n'::"char", nspacl
            FROM pg_catalog.pg_namespace WHERE oid < 16384 AND oid <> 2200 AND nspname !~ '^pg_(toast|temp)'
            UNION ALL SELECT 2612::pg_catalog.oid, oid, 0, lanowner, 'l'::"char", lanacl FROM pg_catalog.pg_language WHERE oid < 16384
            UNION ALL SELECT 1247::pg_catalog.oid, oid, 0, typowner, 'T'::"char", typacl FROM pg_catalog.pg_type WHERE oid < 16384
        ),
        changed AS (
            SELECT o.catalog, o.oid, o.sub, o.owner,
                   COALESCE(o.acl, CASE WHEN o.sub = 0 THEN pg_catalog.acldefault(o.type, o.owner) END) AS actual,
                   COALESCE(p.initprivs, CASE WHEN o.sub = 0 THEN pg_catalog.acldefault(o.type, o.owner) END) AS initial
            FROM object o
            LEFT JOIN pg_catalog.pg_init_privs p ON p.classoid = o.catalog AND p.objoid = o.oid AND p.objsubid = o.sub
            WHERE o.acl IS NOT NULL OR p.initprivs IS NOT NULL
        )
        SELECT c.catalog, c.oid, c.sub, c.owner, i.schema, i.name, i.type, i.identity,
               (SELECT attname FROM pg_catalog.pg_attribute a WHERE c.sub <> 0 AND a.attrelid = c.oid AND a.attnum = c.sub) AS column_name,
               x.side, x.grantor, x.grantee, x.privilege_type, x.is_grantable
        FROM changed c,
             pg_catalog.pg_identify_object(c.catalog, c.oid, 0) i,
             LATERAL (
                SELECT 'a' AS side, n.ordinality, e.*
                FROM pg_catalog.unnest(c.actual) WITH ORDINALITY AS n(item, ordinality), pg_catalog.aclexplode(ARRAY[n.item]) e
                UNION ALL
                SELECT 'i' AS side, n.ordinality, e.*
                FROM pg_catalog.unnest(c.initial) WITH ORDINALITY AS n(item, ordinality), pg_catalog.aclexplode(ARRAY[n.item]) e
             ) x
        WHERE c.actual IS DISTINCT FROM c.initial
          -- The information schema is made after initdb takes note of initial privileges.
          AND i.schema IS DISTINCT FROM 'information_schema' AND NOT (i.type = 'schema' AND i.name = 'information_schema')
        ORDER BY i.type, i.identity, c.sub <> 0, c.sub, x.side, x.ordinality
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var found = new Dictionary<ObjectAddress, (SystemPrivileges Item, AccessLists Lists)>();
        var items = new Dictionary<ObjectAddress, SystemPrivileges>();
        await query.ForEachAsync(
            Query,
            row =>
            {
                var address = new ObjectAddress(row.Oid("catalog"), row.Oid("oid"), row.Int("sub"));
                if (!found.TryGetValue(address, out var acl))
                {
                    if (!items.TryGetValue(address with { SubId = 0 }, out var item))
                    {
                        item = new SystemPrivileges
                        {
                            Address = address with { SubId = 0 },
                            Schema = row.TextOrNull("schema"),
                            Name = row.TextOrNull("name") ?? row.Text("identity"),
                            Target = $"{TargetKind(row.Text("type"))} {TargetName(row)}",
                        };
                        items.Add(item.Address, item);
                        query.Catalog.AddUnaddressed(item);
                    }

                    found.Add(address, acl = (item, new AccessLists(row.Oid("owner"), row.TextOrNull("column_name"))));
                }

                acl.Lists.Add(row);
            },
            cancellationToken).ConfigureAwait(false);

        foreach (var (item, lists) in found.Values)
            item.AddPrivilegeChanges(lists.Changes(query));
    }

    // Only by its name in the catalog can a type such as "integer" be given privileges.
    private static string TargetName(CatalogRow row) =>
        row.Text("type") == "type" ? $"{row.Text("schema")}.{row.Text("name")}" : row.Text("identity");

    private static string TargetKind(string type) => type switch
    {
        "view" => "TABLE",
        "aggregate" or "window function" => "FUNCTION",
        _ => type.ToUpperInvariant(),
    };
}
