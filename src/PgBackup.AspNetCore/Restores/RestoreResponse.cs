using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Restores;

/// <summary>What a restore did.</summary>
internal sealed record RestoreResponse
{
    public required string BackupId { get; init; }

    public required string Database { get; init; }

    /// <summary>Gets the name under which the database that was replaced is kept.</summary>
    public string? ReplacedDatabase { get; init; }

    public string? SafetyBackupId { get; init; }

    public required int ObjectsCreated { get; init; }

    public required int Tables { get; init; }

    public required long Rows { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>Gets the foreign keys that were left NOT VALID.</summary>
    public required IReadOnlyList<ConstraintResponse> UnvalidatedConstraints { get; init; }

    public required IReadOnlyList<string> RecreatedDependents { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public static RestoreResponse From(RestoreResult result) => new()
    {
        BackupId = result.BackupId,
        Database = result.Database,
        ReplacedDatabase = result.ReplacedDatabase,
        SafetyBackupId = result.SafetyBackupId,
        ObjectsCreated = result.ObjectsCreated,
        Tables = result.Tables,
        Rows = result.Rows,
        DurationSeconds = Seconds.Of(result.Duration),
        UnvalidatedConstraints = [.. result.UnvalidatedConstraints.Select(c => new ConstraintResponse(c.Schema, c.Table, c.Name))],
        RecreatedDependents = result.RecreatedDependents,
        Warnings = result.Warnings,
    };
}
