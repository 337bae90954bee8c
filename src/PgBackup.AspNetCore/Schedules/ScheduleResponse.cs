using PgBackup.AspNetCore.Retention;

namespace PgBackup.AspNetCore.Schedules;

/// <summary>A schedule as it stands.</summary>
internal sealed record ScheduleResponse
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets the cron expression.</summary>
    public required string Schedule { get; init; }

    public required string TimeZone { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Gets whether it is kept in the database, rather than given in the host's code or configuration.</summary>
    public required bool Stored { get; init; }

    /// <summary>Gets the format of its backups; the host's default where it is not said.</summary>
    public string? Format { get; init; }

    public IReadOnlyList<string>? Tables { get; init; }

    public VerificationLevel? Verification { get; init; }

    public RetentionPolicyResponse? Retention { get; init; }

    public DateTimeOffset? NextDueAt { get; init; }

    public ScheduleRunResponse? LastRun { get; init; }

    public static ScheduleResponse From(ScheduleStatus status) => new()
    {
        Id = status.Schedule.Id,
        Name = status.Schedule.Name ?? status.Schedule.Id,
        Schedule = status.Schedule.Schedule,
        TimeZone = status.TimeZone,
        Enabled = status.Enabled,
        Stored = status.Stored,
        Format = status.Schedule.Options.Format,
        Tables = status.Schedule.Options.Tables.Count == 0 ? null : [.. status.Schedule.Options.Tables],
        Verification = status.Schedule.Verification,
        Retention = status.Schedule.Retention is { } policy ? RetentionPolicyResponse.From(policy) : null,
        NextDueAt = status.NextDueAt,
        LastRun = status.LastRun is { } run ? ScheduleRunResponse.From(run) : null,
    };
}
