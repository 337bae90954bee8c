using PgBackup.AspNetCore.Backups;
using PgBackup.AspNetCore.Errors;
using PgBackup.AspNetCore.Restores;
using PgBackup.AspNetCore.Schedules;

namespace PgBackup.AspNetCore.Operations;

/// <summary>An operation as it is asked for.</summary>
internal sealed record OperationResponse
{
    public required string Id { get; init; }

    public required OperationKind Kind { get; init; }

    public required OperationState State { get; init; }

    /// <summary>Gets a number that grows with every change.</summary>
    public required long Version { get; init; }

    public string? RequestedBy { get; init; }

    public string? BackupId { get; init; }

    public string? ScheduleId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public OperationProgressResponse? Progress { get; init; }

    /// <summary>Gets the backup that was made.</summary>
    public BackupResponse? Backup { get; init; }

    /// <summary>Gets what was restored.</summary>
    public RestoreResponse? Restore { get; init; }

    /// <summary>Gets what a verification found.</summary>
    public VerificationResponse? Verification { get; init; }

    /// <summary>Gets what became of a schedule's run.</summary>
    public ScheduleRunResponse? Run { get; init; }

    /// <summary>Gets why it failed.</summary>
    public ProblemResponse? Problem { get; init; }
}
