using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Objects that only a superuser may create, when the role is none.</summary>
internal sealed class SuperuserObjects : IExamination
{
    // Server 13 and newer.
    private const string Query = """
        WITH found AS (
            SELECT 'event trigger' AS kind, 'pg_catalog.pg_event_trigger'::pg_catalog.regclass::oid AS classid, oid, evtname AS name
            FROM pg_catalog.pg_event_trigger
            UNION ALL
            SELECT 'publication for all tables', 'pg_catalog.pg_publication'::pg_catalog.regclass::oid, oid, pubname
            FROM pg_catalog.pg_publication WHERE puballtables
            UNION ALL
            SELECT 'function in an untrusted language', 'pg_catalog.pg_proc'::pg_catalog.regclass::oid, p.oid, p.proname
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE p.oid >= 16384 AND NOT l.lanpltrusted AND l.lanname <> 'sql' AND p.prokind <> 'a'
            UNION ALL
            SELECT 'foreign-data wrapper', 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass::oid, oid, fdwname
            FROM pg_catalog.pg_foreign_data_wrapper
            UNION ALL
            SELECT 'access method', 'pg_catalog.pg_am'::pg_catalog.regclass::oid, oid, amname FROM pg_catalog.pg_am WHERE oid >= 16384
            UNION ALL
            SELECT 'operator class', 'pg_catalog.pg_opclass'::pg_catalog.regclass::oid, oid, opcname
            FROM pg_catalog.pg_opclass WHERE oid >= 16384
            UNION ALL
            SELECT 'base type', 'pg_catalog.pg_type'::pg_catalog.regclass::oid, t.oid, t.typname
            FROM pg_catalog.pg_type t
            WHERE t.oid >= 16384 AND t.typtype = 'b' AND t.typcategory <> 'A' AND t.typisdefined
            UNION ALL
            SELECT 'text search template', 'pg_catalog.pg_ts_template'::pg_catalog.regclass::oid, oid, tmplname
            FROM pg_catalog.pg_ts_template WHERE oid >= 16384
            UNION ALL
            SELECT 'text search parser', 'pg_catalog.pg_ts_parser'::pg_catalog.regclass::oid, oid, prsname
            FROM pg_catalog.pg_ts_parser WHERE oid >= 16384
        )
        SELECT f.kind, f.name::text AS name
        FROM found f
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = f.classid AND d.objid = f.oid AND d.deptype = 'e')
        ORDER BY f.kind, f.name
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        if (database.Server.IsSuperuser)
            return;
        var found = await database
            .QueryAsync(Query, row => (Kind: row.Text("kind"), Name: Sql.Identifier(row.Text("name"))), cancellationToken)
            .ConfigureAwait(false);
        foreach (var kind in found.GroupBy(f => f.Kind))
        {
            database.AddAbout(
                FindingSeverity.Warning,
                [.. kind.Select(f => f.Name)],
                names => $"Only a superuser may create {Article(kind.Key)} {kind.Key}, so a restore as role {database.Role} could not "
                    + $"create {names}.",
                _ => "Restore as a superuser");
        }
    }

    private static string Article(string noun) => noun[0] is 'a' or 'e' or 'o' ? "an" : "a";
}
