namespace PgBackup.Scheduling;

/// <summary>What the database remembers of a schedule.</summary>
/// <param name="Id">The schedule.</param>
/// <param name="Cron">The expression that it was last planned by.</param>
/// <param name="TimeZone">The time zone of that.</param>
/// <param name="Enabled">What was decided at run time; null while the definition decides.</param>
/// <param name="Definition">The schedule as JSON; null for one that the application defines.</param>
/// <param name="PlannedUntil">Every due time up to this one has been planned.</param>
/// <param name="Now">The server's time.</param>
internal sealed record ScheduleRow(
    string Id, string Cron, string TimeZone, bool? Enabled, string? Definition, DateTimeOffset PlannedUntil, DateTimeOffset Now)
{
    /// <summary>Gets a value indicating whether a run waits for somebody to take it.</summary>
    public bool HasPending { get; init; }

    /// <summary>Gets when the first of the leases of its runs ends.</summary>
    public DateTimeOffset? LeaseEnd { get; init; }

    /// <summary>Gets a value indicating whether the server's clock was put back since: the new time counts.</summary>
    public bool IsAhead => PlannedUntil > Now;

    public bool IsPlannedBy(ScheduleDefinition definition) => Cron == definition.Schedule.Schedule.Trim() && TimeZone == definition.Zone.Id;
}
