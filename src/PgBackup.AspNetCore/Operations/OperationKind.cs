namespace PgBackup.AspNetCore.Operations;

/// <summary>What an operation does.</summary>
internal enum OperationKind
{
    Backup,
    Restore,
    Verification,
    ScheduleRun,
}
