namespace PgBackup;

/// <summary>What becomes of one backup, and why.</summary>
public sealed record RetentionDecision
{
    /// <summary>Gets the backup.</summary>
    public required BackupInfo Backup { get; init; }

    /// <summary>Gets a value indicating whether it is kept; otherwise it is deleted.</summary>
    public required bool Keep { get; init; }

    /// <summary>Gets the newest good backup that holds at least as much, if it is newer; without one, a backup stays.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Gets all that keeps it, for instance <c>monthly 2026-09</c>, or why it is deleted; never empty.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
