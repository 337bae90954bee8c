namespace PgBackup;

/// <summary>What a restore did.</summary>
public sealed record RestoreResult
{
    /// <summary>Gets the backup's id.</summary>
    public required string BackupId { get; init; }

    /// <summary>Gets the name of the database that was restored into.</summary>
    public required string Database { get; init; }

    /// <summary>Gets the name under which the database that was replaced is kept; null without
    /// <see cref="RestoreOptions.ReplaceDatabase"/>. Drop it when it is no longer needed.</summary>
    public string? ReplacedDatabase { get; init; }

    /// <summary>Gets the id of the backup that was made of what the restore replaced; null without
    /// <see cref="RestoreOptions.SafetyBackup"/>, and where nothing was there to be replaced.</summary>
    public string? SafetyBackupId { get; init; }

    /// <summary>Gets how many objects were created.</summary>
    public required int ObjectsCreated { get; init; }

    /// <summary>Gets how many tables were loaded.</summary>
    public required int Tables { get; init; }

    /// <summary>Gets how many rows were loaded.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets how long the restore took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the foreign keys that were left <c>NOT VALID</c>.</summary>
    public IReadOnlyList<ConstraintName> UnvalidatedConstraints { get; init; } = [];

    /// <summary>Gets the objects that depend on dropped tables and were made again, as SQL names them; empty unless
    /// <see cref="RestoreOptions.Dependents"/> allows it. Memberships in publications are among them whatever it says.</summary>
    public IReadOnlyList<string> RecreatedDependents { get; init; } = [];

    /// <summary>Gets what was left out or done otherwise than the backup says.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
