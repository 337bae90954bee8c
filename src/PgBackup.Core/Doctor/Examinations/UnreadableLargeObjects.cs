using System.Globalization;

namespace PgBackup.Doctor;

/// <summary>Large objects that the role may not read.</summary>
internal sealed class UnreadableLargeObjects : IExamination
{
    // Server 13 and newer: has_largeobject_privilege came with 18.
    private const string Query = """
        SELECT m.oid
        FROM pg_catalog.pg_largeobject_metadata m
        WHERE NOT pg_catalog.current_setting('lo_compat_privileges')::boolean
          AND NOT pg_catalog.pg_has_role(m.lomowner, 'USAGE')
          AND NOT EXISTS (
              SELECT FROM pg_catalog.aclexplode(m.lomacl) a
              WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))
        ORDER BY m.oid
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var objects = await database
            .QueryAsync(Query, row => row.Oid("oid").ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        if (objects.Count == 0)
            return;
        database.Add(
            FindingSeverity.Error,
            objects.Count == 1 ? $"large object {objects[0]}" : "large objects",
            $"Role {database.Role} may not read {objects.Count} large objects: {ExaminedDatabase.Name(objects)}.",
            objects.Count == 1
                ? $"GRANT SELECT ON LARGE OBJECT {objects[0]} TO {database.Role}"
                : "DO $$ DECLARE lo oid; BEGIN FOR lo IN SELECT oid FROM pg_largeobject_metadata LOOP EXECUTE "
                + $"format('GRANT SELECT ON LARGE OBJECT %s TO %I', lo, {Postgres.Sql.Literal(database.Server.Role)}); END LOOP; END $$");
    }
}
