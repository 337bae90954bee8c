using Microsoft.Extensions.Logging;

namespace PgBackup.Scheduling;

/// <summary>The backups of one due time: one, but for an instance that was frozen, or died, while another took its run over.</summary>
internal sealed class RunBackups(IDatabaseBackup backup, RunClaim claim, ILogger logger)
{
    /// <summary>Finds the backup of an instance that had the run before, and died between the end of its backup and the word of
    /// it.</summary>
    public async Task<BackupInfo?> FindAsync(CancellationToken cancellationToken)
    {
        if (claim.Claims == 1)
            return null;
        var made = (await ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault();
        if (made is not null)
            logger.RunAdopted(claim.ScheduleId, claim.DueAt, made.Id);
        return made;
    }

    /// <summary>Deletes what another instance made beside the backup that counts: one that was frozen may have gone on after its lease had
    /// run out. If it finishes only now, it finds the run ended, and deletes its own.</summary>
    public async Task DeleteOthersAsync(string keptId)
    {
        if (claim.Claims == 1)
            return;
        try
        {
            foreach (var other in await ListAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (other.Id != keptId)
                    await DeleteAsync(other.Id, keptId).ConfigureAwait(false);
            }
        }
        catch (PgBackupException exception)
        {
            logger.DoublesNotRemoved(exception, claim.ScheduleId, claim.DueAt, exception.Message);
        }
    }

    /// <summary>Deletes a backup that was made beside the one that counts.</summary>
    /// <exception cref="PgBackupException"><c>store_failed</c>.</exception>
    public async Task DeleteAsync(string backupId, string keptId)
    {
        if (await backup.DeleteBackupAsync(backupId, CancellationToken.None).ConfigureAwait(false))
            logger.DoubleRemoved(claim.ScheduleId, claim.DueAt, backupId, keptId);
    }

    private async Task<IEnumerable<BackupInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var filter = new BackupFilter { Database = claim.Database, ScheduleId = claim.ScheduleId };
        var backups = await backup.ListBackupsAsync(filter, cancellationToken).ConfigureAwait(false);
        return backups.Where(b => b.DueAt == claim.DueAt && b.ConvertedFrom is null);
    }
}
