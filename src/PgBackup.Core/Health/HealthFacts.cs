namespace PgBackup.Health;

/// <summary>All that health is judged by.</summary>
/// <param name="Now">The time, by the server's clock where it answers.</param>
/// <param name="Schedules">The enabled schedules; where there are none, one entry for all backups.</param>
internal sealed record HealthFacts(DateTimeOffset Now, IReadOnlyList<ScheduleFacts> Schedules)
{
    /// <summary>Gets why the store cannot be read; null when it can. Then nothing is known of backups.</summary>
    public string? StoreError { get; init; }

    /// <summary>Gets why the database does not tell of schedules; null when it does.</summary>
    public string? DatabaseError { get; init; }

    public long? FreeBytes { get; init; }
}
