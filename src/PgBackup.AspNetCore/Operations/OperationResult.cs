using PgBackup.AspNetCore.Backups;
using PgBackup.AspNetCore.Restores;
using PgBackup.AspNetCore.Schedules;

namespace PgBackup.AspNetCore.Operations;

/// <summary>What an operation came to; one of them, by its kind.</summary>
internal sealed record OperationResult
{
    public BackupResponse? Backup { get; init; }

    public RestoreResponse? Restore { get; init; }

    public VerificationResponse? Verification { get; init; }

    public ScheduleRunResponse? Run { get; init; }
}
