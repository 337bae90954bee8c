using PgBackup.Stores;

namespace PgBackup.Retention;

/// <summary>The backups that a policy is for, as they are at the moment of planning.</summary>
internal sealed record RetentionCandidates
{
    public required string? Database { get; init; }

    /// <summary>Gets the backups of the database, and of the schedule and label that were named.</summary>
    public required IReadOnlyList<StoredBackup> Backups { get; init; }

    /// <summary>Gets what is known before: manifests that cannot be read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the ids of backups that are being read.</summary>
    public IReadOnlySet<string> InUse { get; init; } = new HashSet<string>();
}
