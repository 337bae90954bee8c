using PgBackup.Archive;

namespace PgBackup;

/// <content>Pins, and what a policy deletes.</content>
internal sealed partial class DatabaseBackup
{
    public Task<bool> PinBackupAsync(string backupId, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        return _repository.PinAsync(backupId, isPinned: true, cancellationToken);
    }

    public Task<bool> UnpinBackupAsync(string backupId, CancellationToken cancellationToken)
    {
        BackupId.Require(backupId, nameof(backupId));
        return _repository.PinAsync(backupId, isPinned: false, cancellationToken);
    }

    public Task<RetentionPlan> PlanRetentionAsync(RetentionPolicy policy, RetentionOptions? options, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<RetentionResult> ApplyRetentionAsync(RetentionPolicy policy, RetentionOptions? options, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
