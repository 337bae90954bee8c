namespace PgBackup.AspNetCore.Schedules;

/// <summary>The schedules, by id.</summary>
internal sealed record ScheduleListResponse
{
    public required IReadOnlyList<ScheduleResponse> Schedules { get; init; }
}
