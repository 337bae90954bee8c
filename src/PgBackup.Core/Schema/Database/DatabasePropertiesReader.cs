namespace PgBackup.Schema;

/// <summary>Reads the properties of the database that the query's connection is to.</summary>
internal static class DatabasePropertiesReader
{
    public static async Task<DatabaseProperties> ReadAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        DatabaseProperties? found = null;
        await query.ForEachAsync(DatabaseSql(query), row => found = Read(query, row), cancellationToken).ConfigureAwait(false);

        // The session is in the database, so its row is there.
        var properties = found!;
        await ReadPrivilegesAsync(query, properties, cancellationToken).ConfigureAwait(false);
        await query.ForEachAsync(
            """
            SELECT l.provider, l.label
            FROM pg_catalog.pg_shseclabel l
            JOIN pg_catalog.pg_database d ON d.oid = l.objoid AND l.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
            WHERE d.datname = pg_catalog.current_database()
            ORDER BY l.provider
            """,
            row => properties.SecurityLabels.Add((row.Text("provider"), row.Text("label"))),
            cancellationToken).ConfigureAwait(false);
        await query.ForEachAsync(
            """
            SELECT s.setrole, c.setting
            FROM pg_catalog.pg_db_role_setting s
            JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
            LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
            CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS c(setting, position)
            WHERE d.datname = pg_catalog.current_database() AND (s.setrole = 0 OR r.oid IS NOT NULL)
            ORDER BY r.rolname NULLS FIRST, c.position
            """,
            row => properties.Settings.Add((
                row.Oid("setrole") == 0 ? null : query.RoleName(row.Oid("setrole")), ConfigurationSetting.Parse(row.Text("setting")))),
            cancellationToken).ConfigureAwait(false);
        return properties;
    }

    private static string DatabaseSql(CatalogQuery query)
    {
        var provider = query.Server.Since(15, "d.datlocprovider", "'c'::\"char\"");
        var locale = query.Server.Since(17, "d.datlocale", query.Server.Since(15, "d.daticulocale", "NULL::pg_catalog.text"));
        var version = query.Server.Since(15, "d.datcollversion", "NULL::pg_catalog.text");
        var rules = query.Server.Since(16, "d.daticurules", "NULL::pg_catalog.text");

        return $"""
            SELECT d.datname, d.datdba, pg_catalog.pg_encoding_to_char(d.encoding)::pg_catalog.text AS encoding, {provider} AS provider,
                d.datcollate::pg_catalog.text AS datcollate, d.datctype::pg_catalog.text AS datctype, {locale} AS locale, {rules} AS rules,
                {version} AS version, t.spcname, d.datconnlimit, d.datistemplate, d.datallowconn,
                pg_catalog.shobj_description(d.oid, 'pg_database') AS comment
            FROM pg_catalog.pg_database d
            LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace AND t.spcname <> 'pg_default'
            WHERE d.datname = pg_catalog.current_database()
            """;
    }

    private static DatabaseProperties Read(CatalogQuery query, CatalogRow row) => new()
    {
        Name = row.Text("datname"),
        Owner = query.RoleName(row.Oid("datdba")),
        Facts = new BackupDatabase
        {
            Encoding = row.Text("encoding"),
            LocaleProvider = row.Char("provider") switch { 'b' => "builtin", 'i' => "icu", _ => "libc" },
            Collate = row.Text("datcollate"),
            CType = row.Text("datctype"),
            Locale = row.TextOrNull("locale"),
            IcuRules = row.TextOrNull("rules"),
            CollationVersion = row.TextOrNull("version"),
            Tablespace = row.TextOrNull("spcname"),
        },
        ConnectionLimit = row.Int("datconnlimit"),
        IsTemplate = row.Bool("datistemplate"),
        AllowsConnections = row.Bool("datallowconn"),
        Comment = row.TextOrNull("comment"),
    };

    private static async Task ReadPrivilegesAsync(CatalogQuery query, DatabaseProperties properties, CancellationToken cancellationToken)
    {
        AccessLists? lists = null;
        await query.ForEachAsync(
            """
            SELECT d.datdba, x.side, x.grantor, x.grantee, x.privilege_type, x.is_grantable
            FROM pg_catalog.pg_database d
            CROSS JOIN LATERAL (
                SELECT 'a' AS side, n.ordinality, a.*
                FROM pg_catalog.unnest(COALESCE(d.datacl, pg_catalog.acldefault('d', d.datdba))) WITH ORDINALITY AS n(item, ordinality),
                     pg_catalog.aclexplode(ARRAY[n.item]) a
                UNION ALL
                SELECT 'i' AS side, n.ordinality, i.*
                FROM pg_catalog.unnest(pg_catalog.acldefault('d', d.datdba)) WITH ORDINALITY AS n(item, ordinality),
                     pg_catalog.aclexplode(ARRAY[n.item]) i
            ) x
            WHERE d.datname = pg_catalog.current_database()
            ORDER BY x.side, x.ordinality
            """,
            row =>
            {
                lists ??= new AccessLists(row.Oid("datdba"));
                lists.Add(row);
            },
            cancellationToken).ConfigureAwait(false);
        if (lists is not null)
            properties.PrivilegeChanges.AddRange(lists.Changes(query));
    }
}
