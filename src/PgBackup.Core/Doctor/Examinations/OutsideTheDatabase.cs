using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>What is not within the database, and in a backup only if asked for: its properties, and the roles that objects name.</summary>
internal sealed class OutsideTheDatabase : IExamination
{
    // Server 13 and newer. Privileges that a new database has too make no difference.
    private const string Properties = """
        SELECT x.what
        FROM pg_catalog.pg_database d
        CROSS JOIN LATERAL (VALUES
            (1, 'settings', EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s WHERE s.setdatabase = d.oid)),
            (2, 'comment', pg_catalog.shobj_description(d.oid, 'pg_database') IS NOT NULL),
            (3, 'security labels', EXISTS (
                SELECT FROM pg_catalog.pg_shseclabel l
                WHERE l.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass AND l.objoid = d.oid)),
            (4, 'privileges', d.datacl IS NOT NULL AND EXISTS (
                SELECT FROM pg_catalog.aclexplode(d.datacl) a
                FULL JOIN pg_catalog.aclexplode(pg_catalog.acldefault('d', d.datdba)) i
                    USING (grantor, grantee, privilege_type, is_grantable)
                WHERE a.* IS NULL OR i.* IS NULL)),
            (5, 'connection limit', d.datconnlimit >= 0),
            (6, 'being a template', d.datistemplate)
        ) x(position, what, is_there)
        WHERE d.datname = pg_catalog.current_database() AND x.is_there
        ORDER BY x.position
        """;

    // The bootstrap superuser is on every server, under whatever name.
    private const string Roles = """
        SELECT DISTINCT r.rolname::text AS name
        FROM pg_catalog.pg_shdepend d
        JOIN pg_catalog.pg_roles r ON r.oid = d.refobjid
        WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND r.rolname !~ '^pg_'
          AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        ORDER BY name
        """;

    private const string Passwords = """
        SELECT pg_catalog.has_column_privilege('pg_catalog.pg_authid', 'oid', 'SELECT')
           AND pg_catalog.has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'SELECT') AS may
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var name = Sql.Identifier(database.Server.Database);
        var properties = await database.QueryAsync(Properties, row => row.Text("what"), cancellationToken).ConfigureAwait(false);
        if (properties.Count > 0)
        {
            database.Add(
                FindingSeverity.Info,
                name,
                $"Database {name} has properties of its own ({string.Join(", ", properties)}), which are not in a backup unless it is "
                + "asked for them.",
                "Back up with DatabaseProperties");
        }

        var roles = await database.QueryAsync(Roles, row => Sql.Identifier(row.Text("name")), cancellationToken).ConfigureAwait(false);
        if (roles.Count == 0)
            return;
        var mayReadPasswords = (await database.QueryAsync(Passwords, row => row.Bool("may"), cancellationToken).ConfigureAwait(false))[0];
        var passwords = mayReadPasswords
            ? "WithPasswords"
            : $"WithoutPasswords; for passwords too, GRANT SELECT ON pg_catalog.pg_authid TO {database.Role}";
        database.AddAbout(
            FindingSeverity.Info,
            roles,
            names =>
                $"Objects belong, or are granted, to {names}: a restore on another server needs these roles, which are not in a backup "
                + "unless it is asked for them.",
            _ => $"Back up with Roles set to {passwords}");
    }
}
