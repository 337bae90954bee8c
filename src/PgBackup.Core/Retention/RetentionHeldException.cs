namespace PgBackup.Retention;

/// <summary>A backup must not be deleted any more, as things have changed since the plan was made.</summary>
internal sealed class RetentionHeldException : PgBackupException
{
    public RetentionHeldException(string backupId, string reason)
        : base(PgBackupErrorCodes.BackupInUse, reason) => BackupId = backupId;
}
