using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Roles that own objects, and that the role may not hand objects to when it restores them.</summary>
internal sealed class ForeignOwners : IExamination
{
    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        if (database.Server.IsSuperuser)
            return;
        var owners = await database
            .QueryAsync(
                Query(database.Server.Version),
                row => (Name: Sql.Identifier(row.Text("owner")), Objects: row.Long("objects")),
                cancellationToken).ConfigureAwait(false);
        foreach (var (name, objects) in owners)
        {
            database.Add(
                FindingSeverity.Warning,
                name,
                $"Role {name} owns {objects} objects, and role {database.Role} may not act for it: a restore could not set it as their "
                + "owner.",
                $"GRANT {name} TO {database.Role}, or restore with Owners set to Skip");
        }
    }

    // pg_shdepend does not list what the bootstrap superuser owns, so the most common kinds are asked directly.
    private static string Query(ServerVersion server) => $"""
        WITH owned AS (
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::oid AS classid, c.oid AS objid, c.relowner AS owner
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
              AND n.nspname !~ '^pg_' AND n.nspname <> 'pgbackup'
            UNION
            SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::oid, p.oid, p.proowner FROM pg_catalog.pg_proc p WHERE p.oid >= 16384
            UNION
            SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::oid, t.oid, t.typowner
            FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
            WHERE t.oid >= 16384 AND t.typtype <> 'p' AND t.typcategory <> 'A' AND (c.oid IS NULL OR c.relkind = 'c')
            UNION
            SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::oid, n.oid, n.nspowner
            FROM pg_catalog.pg_namespace n WHERE n.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('public', 'pgbackup')
            UNION
            SELECT d.classid, d.objid, d.refobjid
            FROM pg_catalog.pg_shdepend d
            WHERE d.deptype = 'o' AND d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
              AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
              AND d.classid NOT IN ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
                                    'pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_namespace'::pg_catalog.regclass)
        )
        SELECT r.rolname::text AS owner, pg_catalog.count(*) AS objects
        FROM owned o
        JOIN pg_catalog.pg_roles r ON r.oid = o.owner
        WHERE NOT pg_catalog.pg_has_role(r.oid, '{server.Since(16, "SET", "MEMBER")}')
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = o.classid AND d.objid = o.objid AND d.deptype = 'e')
        GROUP BY r.rolname
        ORDER BY r.rolname
        """;
}
