namespace PgBackup.AspNetCore.Backups;

/// <summary>Whether anything speaks against a backup.</summary>
internal enum BackupOutcome
{
    Succeeded,

    /// <summary>A verification found it damaged.</summary>
    Failed,
}
