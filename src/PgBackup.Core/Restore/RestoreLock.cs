using Npgsql;

namespace PgBackup.Restore;

/// <summary>Two restores into one database wait for each other.</summary>
internal static class RestoreLock
{
    // "pgbackup" in ASCII.
    private const string Statement = "SELECT pg_catalog.pg_advisory_xact_lock(8099577103803476336)";

    /// <summary>Waits for the lock, which is held until the end of the transaction.</summary>
    public static Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ServerDatabases.ExecuteAsync(connection, Statement, cancellationToken);
}
