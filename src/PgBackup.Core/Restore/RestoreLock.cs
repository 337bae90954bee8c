using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Two restores into one database wait for each other.</summary>
internal static class RestoreLock
{
    // "pgbackup" in ASCII.
    /// <summary>The key of the lock.</summary>
    public const long Key = 8099577103803476336;

    private static readonly string Statement = FormattableString.Invariant($"SELECT pg_catalog.pg_advisory_xact_lock({Key})");

    /// <summary>Waits for the lock, which is held until the end of the transaction.</summary>
    public static Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Statement, cancellationToken);
}
