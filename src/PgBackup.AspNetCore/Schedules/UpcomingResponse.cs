namespace PgBackup.AspNetCore.Schedules;

/// <summary>The due times to come of a schedule, in the offset of its time zone.</summary>
internal sealed record UpcomingResponse
{
    public required string ScheduleId { get; init; }

    public required IReadOnlyList<DateTimeOffset> DueAt { get; init; }
}
