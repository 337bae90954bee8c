namespace PgBackup.Schema;

/// <summary>Reads the privileges of all objects, as differences from those that a newly made object has.</summary>
/// <remarks>An extension's member starts with what <c>pg_init_privs</c> says, anything else with <c>acldefault()</c>.</remarks>
internal sealed class PrivilegeReader : IObjectReader
{
    // One row for each privilege held now (side 'a') or initially (side 'i').
    private const string ObjectsSql = """
        WITH object(catalog, oid, sub, column_name, owner, type, acl) AS (
            SELECT 1259::pg_catalog.oid, oid, 0, NULL::pg_catalog.name, relowner,
                   CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relacl
            FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            -- System columns such as ctid have privileges too.
            UNION ALL SELECT 1259::pg_catalog.oid, a.attrelid, a.attnum::int, a.attname, c.relowner, 'c'::"char", a.attacl
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            WHERE NOT a.attisdropped AND c.oid >= 16384
              AND (a.attacl IS NOT NULL
                   OR (a.attrelid, a.attnum::int) IN (SELECT i.objoid, i.objsubid FROM pg_catalog.pg_init_privs i WHERE i.classoid = 1259))
            UNION ALL SELECT 1255::pg_catalog.oid, oid, 0, NULL, proowner, 'f'::"char", proacl FROM pg_catalog.pg_proc
            UNION ALL SELECT 1247::pg_catalog.oid, oid, 0, NULL, typowner, 'T'::"char", typacl FROM pg_catalog.pg_type
            UNION ALL SELECT 2615::pg_catalog.oid, oid, 0, NULL, nspowner, 'n'::"char", nspacl FROM pg_catalog.pg_namespace
            UNION ALL SELECT 2612::pg_catalog.oid, oid, 0, NULL, lanowner, 'l'::"char", lanacl FROM pg_catalog.pg_language
            UNION ALL SELECT 2328::pg_catalog.oid, oid, 0, NULL, fdwowner, 'F'::"char", fdwacl FROM pg_catalog.pg_foreign_data_wrapper
            UNION ALL SELECT 1417::pg_catalog.oid, oid, 0, NULL, srvowner, 'S'::"char", srvacl FROM pg_catalog.pg_foreign_server
        ),
        changed AS (
            SELECT o.*, p.initprivs
            FROM object o
            LEFT JOIN pg_catalog.pg_init_privs p ON p.classoid = o.catalog AND p.objoid = o.oid AND p.objsubid = o.sub AND p.privtype = 'e'
            WHERE (o.oid >= 16384 AND (o.acl IS NOT NULL OR p.initprivs IS NOT NULL))
               -- What initdb makes as public may have another name by now, and another schema this one.
               OR (o.catalog = 2615 AND (o.oid = 2200 OR o.oid = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'public')))
        )
        SELECT o.catalog, o.oid, o.sub, o.column_name, o.owner, x.side, x.grantor, x.grantee, x.privilege_type, x.is_grantable
        FROM changed o
        LEFT JOIN LATERAL (
            SELECT 'a' AS side, n.ordinality, e.*
            FROM pg_catalog.unnest(COALESCE(o.acl, pg_catalog.acldefault(o.type, o.owner))) WITH ORDINALITY AS n(item, ordinality),
                 pg_catalog.aclexplode(ARRAY[n.item]) e
            UNION ALL
            SELECT 'i' AS side, n.ordinality, e.*
            FROM pg_catalog.unnest(COALESCE(o.initprivs, pg_catalog.acldefault(o.type, o.owner))) WITH ORDINALITY AS n(item, ordinality),
                 pg_catalog.aclexplode(ARRAY[n.item]) e
        ) x ON true
        ORDER BY o.catalog, o.oid, o.sub, x.side, x.ordinality
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var lists = new Dictionary<ObjectAddress, AccessLists>();
        await query.ForEachAsync(
            ObjectsSql,
            row =>
            {
                var address = new ObjectAddress(row.Oid("catalog"), row.Oid("oid"), row.Int("sub"));
                if (!lists.TryGetValue(address, out var list))
                    lists.Add(address, list = new AccessLists(row.Oid("owner"), row.TextOrNull("column_name")));
                if (!row.IsNull("side"))
                    list.Add(row);
            },
            cancellationToken).ConfigureAwait(false);

        // A table before its columns: what is taken from somebody on the table is taken on its columns as well.
        foreach (var (address, list) in lists.OrderBy(l => l.Key.SubId != 0).ThenBy(l => l.Key.SubId))
        {
            if (query.Catalog.Find(address) is not { } item || item.Address.Catalog != address.Catalog
                || item.Address.ObjectId != address.ObjectId)
                continue;
            if (item is Namespace { IsPublic: true })
            {
                item.AddPrivilegeChanges(PublicSchemaChanges(list, query));
                continue;
            }

            if (address.SubId != 0 && lists.TryGetValue(address with { SubId = 0 }, out var table))
                list.Initial.RemoveAll(i => table.Initial.Exists(t => IsSame(i, t)) && !table.Actual.Exists(t => IsSame(i, t)));
            item.AddPrivilegeChanges(list.Changes(query));
        }
    }

    private static bool IsSame(AccessItem one, AccessItem other) => one == other with { IsGrantable = one.IsGrantable };

    // A new database lets everybody create in its public schema before 15, and not since: what is written holds on both.
    private static IEnumerable<PrivilegeChange> PublicSchemaChanges(AccessLists list, CatalogQuery query)
    {
        AccessItem[] common =
        [
            new(list.Owner, list.Owner, "USAGE", false), new(list.Owner, list.Owner, "CREATE", false), new(list.Owner, 0, "USAGE", false),
        ];
        var publicCreate = new AccessItem(list.Owner, 0, "CREATE", false);
        AccessItem[] initial = list.Actual.Contains(publicCreate) || query.Server.IsAtLeast(15) ? common : [.. common, publicCreate];
        return list.Changes(initial, query);
    }
}
