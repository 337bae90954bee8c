using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Judges whether one transaction can lock all that a restore makes ("max_locks_per_transaction" in the manual).</summary>
internal static class LockCapacity
{
    private const string Query = """
        SELECT pg_catalog.current_setting('max_locks_per_transaction')::bigint
             * (pg_catalog.current_setting('max_connections')::bigint + pg_catalog.current_setting('max_prepared_transactions')::bigint)
        """;

    // A table locks its TOAST table and that one's index too; an owner or a comment locks the object it is for.
    private const int LocksPerEntry = 3;

    // Other sessions need some as well.
    private const double UsableShare = 0.5;

    public static async Task<bool> IsEnoughAsync(NpgsqlConnection connection, InternalPlan plan, CancellationToken cancellationToken)
    {
        var capacity = (long)(await connection.ReadValueAsync(Query, cancellationToken).ConfigureAwait(false))!;
        var needed = (long)LocksPerEntry * plan.Entries.Count(e => e.Action == RestoreAction.Create && e.Entry.Identity is not null);
        return needed <= capacity * UsableShare;
    }
}
