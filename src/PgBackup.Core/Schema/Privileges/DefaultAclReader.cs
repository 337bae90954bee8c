namespace PgBackup.Schema;

/// <summary>Reads the default privileges.</summary>
internal sealed class DefaultAclReader : IObjectReader
{
    // Database-wide ones replace the built-in defaults; those of a schema come on top of them, from nothing.
    private const string Query = """
        SELECT d.oid, d.defaclrole AS role, n.nspname AS schema, d.defaclnamespace AS schema_oid, d.defaclobjtype AS type,
               x.side, x.grantor, x.grantee, x.privilege_type, x.is_grantable
        FROM pg_catalog.pg_default_acl d
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
        LEFT JOIN LATERAL (
            SELECT 'a' AS side, n.ordinality, e.*
            FROM pg_catalog.unnest(d.defaclacl) WITH ORDINALITY AS n(item, ordinality), pg_catalog.aclexplode(ARRAY[n.item]) e
            UNION ALL
            SELECT 'i' AS side, 0, e.*
            FROM pg_catalog.aclexplode(
                pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END::"char", d.defaclrole)) e
            WHERE d.defaclnamespace = 0
        ) x ON true
        ORDER BY d.oid, x.side, x.ordinality
        """;

    public async Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var found = new Dictionary<uint, (DefaultAcl Item, AccessLists Lists)>();
        await query.ForEachAsync(
            Query,
            row =>
            {
                var oid = row.Oid("oid");
                if (!found.TryGetValue(oid, out var acl))
                {
                    var role = query.RoleName(row.Oid("role"));
                    var objects = ObjectsOf(row.Char("type"));
                    var item = new DefaultAcl
                    {
                        Address = new ObjectAddress(CatalogOid.DefaultAcl, oid),
                        Schema = row.TextOrNull("schema"),
                        Name = $"DEFAULT PRIVILEGES FOR {objects}",
                        Role = role,
                        Objects = objects,
                    };
                    if (query.Catalog.Find(new ObjectAddress(CatalogOid.Schema, row.Oid("schema_oid"))) is { } schema)
                        item.Dependencies.Add(schema);
                    query.Catalog.Add(item);
                    found.Add(oid, acl = (item, new AccessLists(row.Oid("role"))));
                }

                if (!row.IsNull("side"))
                    acl.Lists.Add(row);
            },
            cancellationToken).ConfigureAwait(false);

        foreach (var (item, lists) in found.Values)
            item.AddPrivilegeChanges(lists.Changes(query));
    }

    private static string ObjectsOf(char type) => type switch
    {
        'r' => "TABLES",
        'S' => "SEQUENCES",
        'f' => "FUNCTIONS",
        'T' => "TYPES",
        'n' => "SCHEMAS",
        'L' => "LARGE OBJECTS",
        _ => throw new NotSupportedException($"Default privileges for object type '{type}' are not known to this version of PgBackup."),
    };
}
