using System.Globalization;
using PgBackup.Postgres;

namespace PgBackup.Doctor;

/// <summary>Sessions and prepared transactions that a backup would wait for.</summary>
internal sealed class BlockingSessions : IExamination
{
    // Server 13 and newer. A lock that is held for the blink of an eye is no finding; one whose age the role may not see is. Those of
    // prepared transactions have no process.
    private const string Locks = """
        SELECT l.pid, pg_catalog.min(l.relation::pg_catalog.regclass::text) AS relation, pg_catalog.count(*) AS relations,
               pg_catalog.min(a.usename::text) AS role, pg_catalog.min(a.application_name) AS application, pg_catalog.min(a.state) AS state
        FROM pg_catalog.pg_locks l
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE l.granted AND l.mode = 'AccessExclusiveLock' AND l.locktype = 'relation' AND l.pid <> pg_catalog.pg_backend_pid()
          AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
          AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = l.relation AND c.relkind IN ('r', 'p'))
          AND (a.xact_start IS NULL OR a.xact_start < pg_catalog.clock_timestamp() - '1 second'::interval)
        GROUP BY l.pid
        ORDER BY l.pid
        """;

    private const string Prepared = """
        SELECT p.gid, p.owner::text AS role, pg_catalog.to_char(p.prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS since
        FROM pg_catalog.pg_prepared_xacts p
        WHERE p.database = pg_catalog.current_database()
        ORDER BY p.prepared, p.gid
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var locks = await database.QueryAsync(
            Locks,
            row => new Blocker(
                row.Int("pid"), row.Text("relation"), row.Long("relations"),
                row.TextOrNull("role"), row.TextOrNull("application"), row.TextOrNull("state")),
            cancellationToken).ConfigureAwait(false);
        foreach (var blocker in locks)
        {
            var more = blocker.Relations > 1 ? $" and {blocker.Relations - 1} more" : "";
            database.Add(
                FindingSeverity.Warning,
                blocker.Relation,
                $"Process {blocker.Process}{Describe(blocker)} holds an exclusive lock on {blocker.Relation}{more}. A backup waits for it.",
                string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({blocker.Process})"));
        }

        var prepared = await database
            .QueryAsync(Prepared, row => (Gid: row.Text("gid"), Role: row.Text("role"), Since: row.Text("since")), cancellationToken)
            .ConfigureAwait(false);
        foreach (var (gid, role, since) in prepared)
        {
            database.Add(
                FindingSeverity.Warning,
                Sql.Literal(gid),
                $"Transaction {Sql.Literal(gid)}, prepared by role {Sql.Identifier(role)} at {since} UTC, keeps its locks until it "
                + "is ended, and its changes are in no backup.",
                $"COMMIT PREPARED {Sql.Literal(gid)} or ROLLBACK PREPARED {Sql.Literal(gid)}");
        }
    }

    private static string Describe(Blocker blocker) => blocker.Role is null
        ? ""
        : $" (role {Sql.Identifier(blocker.Role)}, application {Sql.Literal(blocker.Application ?? "")}, "
        + $"{blocker.State ?? "state unknown"})";

    private sealed record Blocker(int Process, string Relation, long Relations, string? Role, string? Application, string? State);
}
