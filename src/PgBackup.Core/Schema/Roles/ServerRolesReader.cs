namespace PgBackup.Schema;

/// <summary>Reads the roles from what every role may read, and passwords from what few may.</summary>
internal static class ServerRolesReader
{
    private const uint BootstrapRole = 10;

    /// <summary>Tells whether the connection's role may read passwords.</summary>
    public static async Task<bool> MayReadPasswordsAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        var may = false;
        await query.ForEachAsync(
            """
            SELECT pg_catalog.has_column_privilege('pg_catalog.pg_authid', 'oid', 'SELECT')
               AND pg_catalog.has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'SELECT') AS may
            """,
            row => may = row.Bool("may"),
            cancellationToken).ConfigureAwait(false);
        return may;
    }

    public static async Task<ServerRoles> ReadAsync(CatalogQuery query, bool withPasswords, CancellationToken cancellationToken)
    {
        var roles = new ServerRoles();
        var byOid = new Dictionary<uint, Role>();
        await ReadRolesAsync(query, withPasswords, roles, byOid, cancellationToken).ConfigureAwait(false);
        await ReadLabelsAsync(query, byOid, cancellationToken).ConfigureAwait(false);
        await ReadSettingsAsync(query, roles, byOid, cancellationToken).ConfigureAwait(false);
        await ReadMembershipsAsync(query, roles, cancellationToken).ConfigureAwait(false);
        if (query.Server.IsAtLeast(15))
            await ReadParameterPrivilegesAsync(query, roles, cancellationToken).ConfigureAwait(false);
        return roles;
    }

    private static Task ReadRolesAsync(
        CatalogQuery query, bool withPasswords, ServerRoles roles, Dictionary<uint, Role> byOid, CancellationToken cancellationToken)
    {
        var (password, authorizations) = withPasswords
            ? ("a.rolpassword", "LEFT JOIN pg_catalog.pg_authid a ON a.oid = r.oid")
            : ("NULL::pg_catalog.text", "");

        return query.ForEachAsync(
            $"""
            SELECT r.oid, r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolreplication,
                r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil::pg_catalog.text AS rolvaliduntil,
                {password} AS rolpassword, pg_catalog.shobj_description(r.oid, 'pg_authid') AS comment
            FROM pg_catalog.pg_roles r {authorizations}
            WHERE r.rolname !~ '^pg_'
            ORDER BY r.rolname
            """,
            row =>
            {
                var role = new Role
                {
                    Name = row.Text("rolname"),
                    IsSuperuser = row.Bool("rolsuper"),
                    Inherits = row.Bool("rolinherit"),
                    CanCreateRoles = row.Bool("rolcreaterole"),
                    CanCreateDatabases = row.Bool("rolcreatedb"),
                    CanLogin = row.Bool("rolcanlogin"),
                    CanReplicate = row.Bool("rolreplication"),
                    BypassesRowSecurity = row.Bool("rolbypassrls"),
                    ConnectionLimit = row.Int("rolconnlimit"),
                    Password = row.TextOrNull("rolpassword"),
                    ValidUntil = row.TextOrNull("rolvaliduntil"),
                    Comment = row.TextOrNull("comment"),
                };
                roles.Roles.Add(role);
                byOid.Add(row.Oid("oid"), role);
            },
            cancellationToken);
    }

    private static Task ReadLabelsAsync(CatalogQuery query, Dictionary<uint, Role> byOid, CancellationToken cancellationToken) =>
        query.ForEachAsync(
            """
            SELECT l.objoid, l.provider, l.label
            FROM pg_catalog.pg_shseclabel l
            WHERE l.classoid = 'pg_catalog.pg_authid'::pg_catalog.regclass
            ORDER BY l.objoid, l.provider
            """,
            row =>
            {
                if (byOid.TryGetValue(row.Oid("objoid"), out var role))
                    role.SecurityLabels.Add((row.Text("provider"), row.Text("label")));
            },
            cancellationToken);

    private static Task ReadSettingsAsync(
        CatalogQuery query, ServerRoles roles, Dictionary<uint, Role> byOid, CancellationToken cancellationToken) =>
        query.ForEachAsync(
            """
            SELECT s.setrole, c.setting
            FROM pg_catalog.pg_db_role_setting s
            CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS c(setting, position)
            WHERE s.setdatabase = 0
            ORDER BY s.setrole, c.position
            """,
            row =>
            {
                var setting = ConfigurationSetting.Parse(row.Text("setting"));
                if (row.Oid("setrole") == 0)
                    roles.Settings.Add(setting);
                else if (byOid.TryGetValue(row.Oid("setrole"), out var role))
                    role.Settings.Add(setting);
            },
            cancellationToken);

    private static Task ReadMembershipsAsync(CatalogQuery query, ServerRoles roles, CancellationToken cancellationToken)
    {
        var grantor = query.Server.Since(16, "NULLIF(m.grantor, 10)", "NULL::pg_catalog.oid");
        var inherits = query.Server.Since(16, "m.inherit_option", "NULL::pg_catalog.bool");
        var maySet = query.Server.Since(16, "m.set_option", "NULL::pg_catalog.bool");

        return query.ForEachAsync(
            $"""
            SELECT r.rolname AS role, u.rolname AS member, g.rolname AS grantor, m.admin_option, {inherits} AS inherits, {maySet} AS may_set
            FROM pg_catalog.pg_auth_members m
            JOIN pg_catalog.pg_roles r ON r.oid = m.roleid
            JOIN pg_catalog.pg_roles u ON u.oid = m.member
            LEFT JOIN pg_catalog.pg_roles g ON g.oid = {grantor}
            WHERE NOT (r.rolname ~ '^pg_' AND u.rolname ~ '^pg_')
            ORDER BY r.rolname, u.rolname, g.rolname
            """,
            row => roles.Memberships.Add(new RoleMembership
            {
                Role = row.Text("role"),
                Member = row.Text("member"),
                Grantor = row.TextOrNull("grantor"),
                IsAdmin = row.Bool("admin_option"),
                Inherits = row.IsNull("inherits") ? null : row.Bool("inherits"),
                MaySet = row.IsNull("may_set") ? null : row.Bool("may_set"),
            }),
            cancellationToken);
    }

    private static async Task ReadParameterPrivilegesAsync(CatalogQuery query, ServerRoles roles, CancellationToken cancellationToken)
    {
        var lists = new SortedDictionary<string, List<AccessItem>>(StringComparer.Ordinal);
        await query.ForEachAsync(
            """
            SELECT p.parname, x.grantor, x.grantee, x.privilege_type, x.is_grantable
            FROM pg_catalog.pg_parameter_acl p
            CROSS JOIN LATERAL pg_catalog.unnest(p.paracl) WITH ORDINALITY AS n(item, ordinality)
            CROSS JOIN LATERAL pg_catalog.aclexplode(ARRAY[n.item]) x
            ORDER BY p.parname, n.ordinality
            """,
            row =>
            {
                if (!lists.TryGetValue(row.Text("parname"), out var list))
                    lists.Add(row.Text("parname"), list = []);
                list.Add(AccessItem.Read(row));
            },
            cancellationToken).ConfigureAwait(false);

        // The bootstrap superuser owns every parameter and has all privileges on it.
        AccessItem[] initial = [new(BootstrapRole, BootstrapRole, "SET", false), new(BootstrapRole, BootstrapRole, "ALTER SYSTEM", false)];
        foreach (var (parameter, actual) in lists)
            roles.ParameterPrivileges.Add((parameter, [.. AccessControl.Changes(initial, actual, BootstrapRole, null, query.RoleName)]));
    }
}
