namespace PgBackup.AspNetCore.Schedules;

/// <summary>Runs, the newest first.</summary>
internal sealed record ScheduleRunListResponse
{
    public required IReadOnlyList<ScheduleRunResponse> Runs { get; init; }
}
