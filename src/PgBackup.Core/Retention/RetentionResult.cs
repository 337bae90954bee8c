namespace PgBackup;

/// <summary>What was done by a <see cref="RetentionPolicy"/>.</summary>
public sealed record RetentionResult
{
    /// <summary>Gets the plan that was followed.</summary>
    public required RetentionPlan Plan { get; init; }

    /// <summary>Gets a value indicating whether nothing was to be deleted.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Gets the ids of the backups that were deleted, the oldest first; empty for a dry run.</summary>
    public required IReadOnlyList<string> Deleted { get; init; }

    /// <summary>Gets what stayed although the plan deletes it, each with the reason; the next run tries again.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Gets how long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
