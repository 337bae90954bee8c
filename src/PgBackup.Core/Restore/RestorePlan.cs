namespace PgBackup;

/// <summary>What a restore would do.</summary>
public sealed record RestorePlan
{
    /// <summary>Gets the backup's id.</summary>
    public required string BackupId { get; init; }

    /// <summary>Gets the name of the database that would be restored into.</summary>
    public required string Database { get; init; }

    /// <summary>Gets the steps, in order.</summary>
    public required IReadOnlyList<RestoreStep> Steps { get; init; }

    /// <summary>Gets what stands in the way; a restore with conflicts refuses before it touches anything.</summary>
    public required IReadOnlyList<RestoreConflict> Conflicts { get; init; }

    /// <summary>Gets what the restore would leave out or do otherwise than the backup says, such as owners that the server lacks.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets how many rows would be loaded.</summary>
    public long Rows => Steps.Sum(s => s.Rows);

    /// <summary>Gets how many bytes would be loaded, before compression.</summary>
    public long Bytes => Steps.Sum(s => s.Bytes);

    /// <summary>Gets a value indicating whether the restore would go ahead.</summary>
    public bool CanRestore => Conflicts.Count == 0;
}
