using System.Globalization;

namespace PgBackup.Doctor;

/// <summary>Whether the server's lock table has room for one transaction that locks all tables, or creates all relations.</summary>
internal sealed class LockCapacity : IExamination
{
    // Server 13 and newer. The size is that of the manual, "max_locks_per_transaction"; indexes and TOAST tables are locked when created.
    private const string Query = """
        SELECT pg_catalog.current_setting('max_locks_per_transaction')::bigint
               * (pg_catalog.current_setting('max_connections')::bigint
                  + pg_catalog.current_setting('max_prepared_transactions')::bigint) AS capacity,
               pg_catalog.current_setting('max_locks_per_transaction')::bigint AS setting,
               pg_catalog.count(*) FILTER (WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_') AS tables,
               pg_catalog.count(*) AS relations
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid >= 16384 AND c.relpersistence <> 't'
        """;

    public async Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var (capacity, setting, tables, relations) = (await database
            .QueryAsync(
                Query,
                row => (row.Long("capacity"), row.Long("setting"), row.Long("tables"), row.Long("relations")),
                cancellationToken).ConfigureAwait(false))[0];
        if (Judge(capacity, setting, tables, relations) is { } finding)
            database.Add(finding.Severity, finding.ObjectName, finding.Message, finding.Remedy);
    }

    internal static DoctorFinding? Judge(long capacity, long setting, long tables, long relations)
    {
        if (relations <= capacity)
            return null;
        var wanted = (long)Math.Ceiling(setting * (relations * 1.25 / capacity));
        var remedy = string.Create(
            CultureInfo.InvariantCulture,
            $"ALTER SYSTEM SET max_locks_per_transaction = {wanted}; then restart the server");
        return tables > capacity
            ? new DoctorFinding(
                FindingSeverity.Warning,
                "max_locks_per_transaction",
                $"A backup locks all {tables} tables at once, and the server has room for about {capacity} locks.",
                remedy)
            : new DoctorFinding(
                FindingSeverity.Info,
                "max_locks_per_transaction",
                $"The database has {relations} relations, and the server has room for about {capacity} locks: a restore of all in one "
                + "transaction may run out of them.",
                remedy);
    }
}
