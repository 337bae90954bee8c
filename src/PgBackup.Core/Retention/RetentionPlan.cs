namespace PgBackup;

/// <summary>What a <see cref="RetentionPolicy"/> means for each backup of a database.</summary>
public sealed record RetentionPlan
{
    /// <summary>Gets the database whose backups these are; null where the store has none.</summary>
    public required string? Database { get; init; }

    /// <summary>Gets the moment that the ages of backups are counted to.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>Gets one decision for each backup, the newest first.</summary>
    public required IReadOnlyList<RetentionDecision> Decisions { get; init; }

    /// <summary>Gets what the policy could not deal with, for instance damaged manifests, which are left alone.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Gets the size of the artifacts that are kept.</summary>
    /// <value>Bytes.</value>
    public long BytesKept => Decisions.Where(d => d.Keep).Sum(d => d.Backup.Size);

    /// <summary>Gets the size of the artifacts that are deleted.</summary>
    /// <value>Bytes.</value>
    public long BytesDeleted => Decisions.Where(d => !d.Keep).Sum(d => d.Backup.Size);
}
