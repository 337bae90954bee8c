using PgBackup.Scheduling;

namespace PgBackup.Health;

/// <summary>What health needs to know of a schedule and its backups; of all backups, where there are no schedules.</summary>
/// <param name="Id">The schedule; null where there is none.</param>
/// <param name="Backups">Its backups, the newest first.</param>
internal sealed record ScheduleFacts(string? Id, IReadOnlyList<BackupFacts> Backups)
{
    /// <summary>Gets when it is due; null where there is no schedule, or it is disabled.</summary>
    public DueTimes? DueTimes { get; init; }

    /// <summary>Gets since when it is due at all: earlier due times do not count.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Gets up to when due times were planned by who runs schedules; null where that is not known.</summary>
    public DateTimeOffset? PlannedUntil { get; init; }

    /// <summary>Gets the first due time that nobody has taken yet.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    public int FailedRuns { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Gets why the last of these failed.</summary>
    public string? LastError { get; init; }

    /// <summary>Gets a value indicating whether the schedule asks for verifications.</summary>
    public bool AsksForVerification { get; init; }
}
