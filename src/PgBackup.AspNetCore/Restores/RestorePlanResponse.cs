namespace PgBackup.AspNetCore.Restores;

/// <summary>What a restore would do.</summary>
internal sealed record RestorePlanResponse
{
    public required string BackupId { get; init; }

    public required string Database { get; init; }

    /// <summary>Gets whether the restore would go ahead: there are no conflicts.</summary>
    public required bool CanRestore { get; init; }

    public required long Rows { get; init; }

    public required long Bytes { get; init; }

    public required IReadOnlyList<RestoreStepResponse> Steps { get; init; }

    public required IReadOnlyList<RestoreConflictResponse> Conflicts { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public static RestorePlanResponse From(RestorePlan plan) => new()
    {
        BackupId = plan.BackupId,
        Database = plan.Database,
        CanRestore = plan.CanRestore,
        Rows = plan.Rows,
        Bytes = plan.Bytes,
        Steps = [.. plan.Steps.Select(s => new RestoreStepResponse(s.Action, s.Kind, s.Name, s.Rows, s.Bytes))],
        Conflicts = [.. plan.Conflicts.Select(c => new RestoreConflictResponse(c.Code, c.Name, c.Message))],
        Warnings = plan.Warnings,
    };
}
