using Npgsql;

namespace PgBackup.Backup;

/// <summary>Lists the relations that a backup can choose from, and the schemas.</summary>
internal static class RelationLister
{
    // What belongs to an extension comes with it, but for the rows of its configuration tables.
    private const string Relations = """
        SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, i.inhparent,
               pg_catalog.has_schema_privilege(n.oid, 'USAGE'), pg_catalog.has_table_privilege(c.oid, 'SELECT'),
               c.relrowsecurity AND pg_catalog.row_security_active(c.oid), e.oid IS NOT NULL,
               o.refobjid, o.deptype IS NOT DISTINCT FROM 'i'
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
        LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
        LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid AND (e.extconfig IS NULL OR c.oid <> ALL (e.extconfig))
        LEFT JOIN pg_catalog.pg_depend o ON c.relkind = 'S' AND o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objid = c.oid
             AND o.objsubid = 0 AND o.refclassid = o.classid AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        ORDER BY n.nspname, c.relname
        """;

    private const string Schemas = """
        SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname
        """;

    public static async Task<Dictionary<uint, RelationName>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var relations = new Dictionary<uint, RelationName>();
        using var command = new NpgsqlCommand(Relations, connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // The privileges are those of this moment: what was dropped since the query began has none.
                if (reader.IsDBNull(5) || reader.IsDBNull(6))
                    continue;
                var oid = reader.GetFieldValue<uint>(0);
                relations.Add(oid, new RelationName(
                    oid,
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.GetChar(3),
                    reader.IsDBNull(4) ? null : reader.GetFieldValue<uint>(4),
                    reader.GetBoolean(5),
                    reader.GetBoolean(6),
                    reader.GetBoolean(7),
                    reader.GetBoolean(8))
                {
                    OwnedBy = reader.IsDBNull(9) ? null : reader.GetFieldValue<uint>(9),
                    IsIdentity = reader.GetBoolean(10),
                });
            }
        }

        return relations;
    }

    public static async Task<List<string>> ListSchemasAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var schemas = new List<string>();
        using var command = new NpgsqlCommand(Schemas, connection) { CommandTimeout = 0 };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                schemas.Add(reader.GetString(0));
        }

        return schemas;
    }
}
