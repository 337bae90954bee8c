namespace PgBackup;

/// <summary>Tells how it stands with backups. Registered as a singleton by <c>AddPgBackup()</c>; safe for concurrent use.</summary>
/// <remarks>It lists the store once, reads the manifests of a few backups, each only once, and asks the database in one short transaction.
/// Nothing is written. After each run of a schedule the library checks by itself.</remarks>
public interface IBackupHealth
{
    /// <summary>Looks how it stands; the answer is up to <see cref="BackupHealthOptions.CacheFor"/> old. A store or a database that cannot
    /// be reached is a reason in it, not an exception.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The status with its reasons.</returns>
    Task<BackupHealth> CheckAsync(CancellationToken cancellationToken = default);
}
